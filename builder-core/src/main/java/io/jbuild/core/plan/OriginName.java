package io.jbuild.core.plan;

import io.jbuild.grammar.Copy;
import io.jbuild.grammar.CsvFields;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A name of a stage, image or context that an instruction reads files from: {@code --from} of COPY,
 * {@code from=} of RUN's {@code --mount}.
 */
record OriginName(String text, Range range) {
  /** The names in an instruction, in order; blank ones stand for the build context. */
  static List<OriginName> of(Instruction instruction, Source source) {
    var names = new ArrayList<OriginName>();
    switch (instruction) {
      case Copy copy ->
          copy.flags().stream()
              .filter(flag -> flag.name().equals("from"))
              .flatMap(flag -> flag.value().stream())
              .filter(word -> !word.text().isEmpty())
              .reduce((first, second) -> second)
              .ifPresent(word -> names.add(new OriginName(word.text(), word.range())));
      case Run run -> run.flags().forEach(flag -> addMount(flag, source, names));
      default -> {}
    }
    return names;
  }

  private static void addMount(Flag flag, Source source, List<OriginName> names) {
    if (!flag.name().equals("mount") || flag.value().isEmpty()) {
      return;
    }
    Word word = flag.value().get();
    List<String> fields;
    try {
      fields = CsvFields.of(word.text());
    } catch (IllegalArgumentException e) {
      return; // said when the mount is planned
    }
    for (String field : fields) {
      if (isFrom(field) && field.length() > "from=".length()) {
        String name = field.substring("from=".length());
        names.add(new OriginName(name, part(word, name, source)));
      }
    }
  }

  static boolean isFrom(String field) {
    return field.toLowerCase(Locale.ROOT).startsWith("from=");
  }

  /** Where a part of a word stands; the whole word when its text was not written in one piece. */
  static Range part(Word word, String part, Source source) {
    String written = source.text(word.range());
    int at = written.indexOf(part);
    boolean once = at >= 0 && !part.isEmpty() && written.indexOf(part, at + 1) < 0;
    return once
        ? new Range(word.range().start() + at, word.range().start() + at + part.length())
        : word.range();
  }
}
