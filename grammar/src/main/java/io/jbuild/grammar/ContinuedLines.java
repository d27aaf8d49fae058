package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/** Finds the lines that a continuation passes over. */
final class ContinuedLines {
  private ContinuedLines() {}

  /** Starts of the comment lines after continuations that begin between two offsets. */
  static List<Integer> comments(String text, int start, int end, char escape) {
    return ignored(text, start, end, escape, true);
  }

  /** Starts of the blank lines after continuations that begin between two offsets. */
  static List<Integer> blanks(String text, int start, int end, char escape) {
    return ignored(text, start, end, escape, false);
  }

  private static List<Integer> ignored(
      String text, int start, int end, char escape, boolean comments) {
    int at = text.indexOf(escape, start, end);
    if (at < 0) {
      return List.of();
    }
    List<Integer> found = new ArrayList<>();
    while (at >= 0) {
      int after = JoinedText.continuationEnd(text, at, escape);
      if (after < 0) {
        at = text.indexOf(escape, at + 1, end);
        continue;
      }
      int line = text.indexOf('\n', at) + 1;
      while (line > 0 && line < after) {
        if (isComment(text, line) == comments) {
          found.add(line);
        }
        line = text.indexOf('\n', line) + 1;
      }
      at = after < end ? text.indexOf(escape, after, end) : -1;
    }
    return found;
  }

  private static boolean isComment(String text, int line) {
    int at = line;
    while (at < text.length() && text.charAt(at) != '\n' && Blanks.is(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '#';
  }
}
