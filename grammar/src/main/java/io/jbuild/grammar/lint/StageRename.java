package io.jbuild.grammar.lint;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes the name of a stage in lower case where it is defined and wherever it is used. */
final class StageRename {
  private final Source source;
  private final String name;
  private final List<TextEdit> edits = new ArrayList<>();
  private boolean safe = true;

  private StageRename(Source source, String name) {
    this.source = source;
    this.name = name;
  }

  /**
   * The fix. It is safe where COPY and mounts alone use the name, for they find it in any case;
   * FROM does not.
   */
  static Fix lowerCase(Dockerfile file, Word alias) {
    var rename = new StageRename(file.source(), alias.text());
    rename.edits.add(new TextEdit(alias.range(), rename.lower()));
    file.instructions().forEach(rename::uses);
    rename.edits.sort(Comparator.comparingInt(edit -> edit.range().start()));
    return new Fix("write `" + rename.lower() + "`", rename.edits, rename.safe);
  }

  private String lower() {
    return name.toLowerCase(Locale.ROOT);
  }

  private void uses(Instruction instruction) {
    if (instruction instanceof From from && from.image().text().equals(name)) {
      safe = false;
      replace(from.image().range());
    }
    // What an image records of a trigger stays: stages are found in any case there, too.
    if (!(instruction instanceof Onbuild)) {
      instruction.flags().forEach(this::uses);
    }
  }

  private void uses(Flag flag) {
    if (flag.value().isEmpty()) {
      return;
    }
    Range range = flag.value().get().range();
    String text = source.text(range);
    if (flag.name().equals("from") && text.equals(name)) {
      replace(range);
    } else if (flag.name().equals("mount")) {
      int from = ("," + text).indexOf(",from=" + name);
      int end = from + "from=".length() + name.length();
      if (from >= 0 && (end == text.length() || text.charAt(end) == ',')) {
        int start = range.start() + from + "from=".length();
        replace(new Range(start, start + name.length()));
      }
    }
  }

  private void replace(Range range) {
    edits.add(new TextEdit(range, lower()));
  }
}
