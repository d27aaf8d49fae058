package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.RBRACKET;
import static io.jbuild.grammar.DockerfileTokens.TEXT;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How deep the continued lines of an instruction are indented. Lines of a command keep the order of
 * their depths, so that the blocks of a shell script can still be seen; all other lines have one
 * level, and a bracket that closes has none.
 */
final class Levels {
  /** What a tab counts for. */
  private static final int TAB = 4;

  private final String text;

  /** How much further in a line has to be to be deeper; less is an oversight. */
  private final int step;

  private final Deque<Integer> widths = new ArrayDeque<>();

  Levels(String text, List<Gap> gaps, FormatStyle style) {
    this.text = text;
    this.step = style.indent().equals(" ") ? 1 : 2;
    gaps.stream().filter(Levels::isCommand).mapToInt(this::width).min().ifPresent(widths::push);
  }

  private static boolean isCommand(Gap gap) {
    return gap.continued() && gap.free() && gap.after() == TEXT;
  }

  /** The level of the line that follows a gap; to be asked in order. */
  int next(Gap gap) {
    if (!isCommand(gap)) {
      return gap.after() == RBRACKET ? 0 : 1;
    }
    int width = width(gap);
    while (widths.peek() > width) {
      widths.pop();
    }
    if (widths.peek() + step <= width) {
      widths.push(width);
    }
    return widths.size();
  }

  private int width(Gap gap) {
    int width = 0;
    for (int i = text.lastIndexOf('\n', gap.end() - 1) + 1; i < gap.end(); i++) {
      width += text.charAt(i) == '\t' ? TAB - width % TAB : 1;
    }
    return width;
  }
}
