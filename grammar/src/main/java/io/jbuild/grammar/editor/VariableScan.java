package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.List;

/** Finds the names of variables in a text: {@code $name} and <code>${name…}</code>. */
final class VariableScan {
  private final String text;
  private final char escape;
  private final boolean skipQuoted;

  /**
   * Looks at a text.
   *
   * @param escape what makes a dollar sign plain
   * @param skipQuoted whether single quotes do, too
   */
  VariableScan(String text, char escape, boolean skipQuoted) {
    this.text = text;
    this.escape = escape;
    this.skipQuoted = skipQuoted;
  }

  /** The names from an index on, in order. */
  List<Piece> find(int from) {
    List<Piece> names = new ArrayList<>();
    boolean single = false;
    boolean twice = false;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == escape && !single) {
        at += 2;
        continue;
      }
      if (c == '\'' && skipQuoted && !twice) {
        single = !single;
      } else if (c == '"' && !single) {
        twice = !twice;
      } else if (c == '$' && !single) {
        at = name(at + 1, names);
        continue;
      }
      at++;
    }
    return names;
  }

  private int name(int at, List<Piece> names) {
    int start = at < text.length() && text.charAt(at) == '{' ? at + 1 : at;
    int end = nameEnd(text, start);
    if (end > start) {
      names.add(new Piece(start, end));
    }
    return Math.max(end, at);
  }

  /** Where the name of a variable ends that begins at an index. */
  static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isName(text.charAt(end), end == start)) {
      end++;
    }
    return end;
  }

  static boolean isName(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (!first && c >= '0' && c <= '9');
  }
}
