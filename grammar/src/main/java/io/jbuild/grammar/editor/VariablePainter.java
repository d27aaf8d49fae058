package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Token.Kind;

/** Paints a variable with what its braces hold. */
final class VariablePainter {
  private final String text;
  private final Canvas canvas;

  VariablePainter(String text, Canvas canvas) {
    this.text = text;
    this.canvas = canvas;
  }

  /** Whether a name or a brace follows a dollar sign. */
  static boolean startsAt(String text, int dollar, int to) {
    if (dollar + 1 >= to) {
      return false;
    }
    return text.charAt(dollar + 1) == '{' || VariableScan.nameEnd(text, dollar + 1) > dollar + 1;
  }

  /** Paints a variable and gives the index after it. */
  int paint(int dollar, int to) {
    boolean braces = text.charAt(dollar + 1) == '{';
    int nameEnd = Math.min(to, VariableScan.nameEnd(text, dollar + (braces ? 2 : 1)));
    if (!braces) {
      canvas.paint(dollar, nameEnd, Kind.VARIABLE);
      return nameEnd;
    }
    int close = close(nameEnd, to);
    int end = Math.min(to, close + 1);
    if (nameEnd >= to || text.charAt(nameEnd) != ':') {
      canvas.paint(dollar, end, Kind.VARIABLE);
      return end;
    }
    canvas.paint(dollar, nameEnd, Kind.VARIABLE);
    canvas.paint(nameEnd, nameEnd + 1, Kind.OPERATOR);
    int at = nameEnd + 1;
    if (at < end && "\"'}".indexOf(text.charAt(at)) < 0) {
      canvas.paint(at, at + 1, Kind.MODIFIER);
      at++;
    }
    word(at, end);
    return end;
  }

  /** The brace that closes, or the end of the word. */
  private int close(int from, int to) {
    int depth = 1;
    char quote = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      } else if (Clause.isBlank(c) && depth == 1) {
        return i - 1;
      }
    }
    return to;
  }

  private void word(int from, int end) {
    int at = from;
    int plain = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        canvas.paint(plain, at, Kind.VARIABLE);
        int close = text.indexOf(c, at + 1);
        int after = close < 0 || close >= end ? end : close + 1;
        canvas.paint(at, after, Kind.STRING);
        at = after;
        plain = at;
      } else if (c == '$' && startsAt(text, at, end)) {
        canvas.paint(plain, at, Kind.VARIABLE);
        at = paint(at, end);
        plain = at;
      } else {
        at++;
      }
    }
    canvas.paint(plain, end, Kind.VARIABLE);
  }
}
