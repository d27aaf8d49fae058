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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes names of stages in lower case where they are defined and wherever they are used. Looks
 * through the file once, however many names there are.
 */
final class StageRename {
  private final Source source;
  private final Map<String, List<Range>> uses = new HashMap<>();
  private final Set<String> bases = new HashSet<>();

  StageRename(Dockerfile file) {
    this.source = file.source();
    file.instructions().forEach(this::uses);
  }

  /**
   * The fix. It is safe where COPY and mounts alone use the name, for they find it in any case;
   * FROM does not. Of stages that share a name the first takes the uses.
   */
  Fix lowerCase(Word alias) {
    String name = alias.text();
    String lower = name.toLowerCase(Locale.ROOT);
    List<TextEdit> edits = new ArrayList<>();
    edits.add(new TextEdit(alias.range(), lower));
    List<Range> used = uses.remove(name);
    if (used != null) {
      used.forEach(range -> edits.add(new TextEdit(range, lower)));
    }
    edits.sort(Comparator.comparingInt(edit -> edit.range().start()));
    return new Fix("write `" + lower + "`", edits, !bases.contains(name));
  }

  private void uses(Instruction instruction) {
    if (instruction instanceof From from) {
      bases.add(from.image().text());
      use(from.image().text(), from.image().range());
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
    if (flag.name().equals("from")) {
      use(text, range);
    } else if (flag.name().equals("mount")) {
      int at = 0;
      for (String option : text.split(",", -1)) {
        if (option.startsWith("from=")) {
          int start = range.start() + at + "from=".length();
          int end = range.start() + at + option.length();
          use(option.substring("from=".length()), new Range(start, end));
          break;
        }
        at += option.length() + 1;
      }
    }
  }

  private void use(String name, Range range) {
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      uses.computeIfAbsent(name, key -> new ArrayList<>()).add(range);
    }
  }
}
