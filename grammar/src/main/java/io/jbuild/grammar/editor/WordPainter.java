package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Token.Kind;

/** Paints words: strings in their quotes, variables, and what is left. */
final class WordPainter {
  private final String text;
  private final char escape;
  private final Canvas canvas;
  private char quote;
  private Kind pending;

  /** Where a text in escaped quotes ends. */
  private int literalEnd;

  private int start;

  WordPainter(String text, char escape, Canvas canvas) {
    this.text = text;
    this.escape = escape;
    this.canvas = canvas;
  }

  /** Paints from one index up to another. */
  void paint(int from, int to) {
    quote = 0;
    start = from;
    int at = from;
    while (at < to) {
      at = step(at, to);
    }
    flush(to);
  }

  private int step(int at, int to) {
    char c = text.charAt(at);
    if (Clause.isBlank(c)) {
      flush(at);
      return at + 1;
    }
    if (c == '$' && VariablePainter.startsAt(text, at, to)) {
      flush(at);
      return new VariablePainter(text, canvas).paint(at, to);
    }
    if (at < literalEnd) {
      begin(Kind.STRING, at);
      if (at + 1 == literalEnd) {
        flush(literalEnd);
      }
      return at + 1;
    }
    boolean last = at + 1 == to;
    if (c == escape && quote != '\'' && !last) {
      return escaped(at, to);
    }
    if (quote == 0 && (c == '"' || c == '\'')) {
      flush(at);
      begin(Kind.STRING, at);
      quote = c;
      return at + 1;
    }
    if (c == quote) {
      begin(Kind.STRING, at);
      flush(at + 1);
      quote = 0;
      return at + 1;
    }
    begin(quote == 0 ? Kind.PARAMETER : Kind.STRING, at);
    return at + 1;
  }

  /** A quote that is escaped opens nothing; it is shown as the text that it is. */
  private int escaped(int at, int to) {
    begin(quote == 0 ? Kind.PARAMETER : Kind.STRING, at);
    char next = text.charAt(at + 1);
    if (quote == 0 && (next == '"' || next == '\'')) {
      flush(at + 1);
      literalEnd = literalEnd(next, at + 1, to);
      return at + 1;
    }
    return Clause.isBlank(next) || (next == '$' && quote == 0) ? at + 1 : Math.min(to, at + 2);
  }

  /** Behind the escaped quote that is the other one of a pair; behind the first if it is alone. */
  private int literalEnd(char mark, int open, int to) {
    for (int i = open + 1; i < to; i++) {
      if (text.charAt(i) == escape && i + 1 < to && text.charAt(i + 1) == mark) {
        return i + 2;
      }
      if (text.charAt(i) == mark) {
        break;
      }
    }
    return open + 1;
  }

  private void begin(Kind kind, int at) {
    if (pending != kind) {
      flush(at);
      pending = kind;
      start = at;
    }
  }

  private void flush(int at) {
    if (pending != null) {
      canvas.paint(start, at, pending);
    }
    pending = null;
    start = at;
  }
}
