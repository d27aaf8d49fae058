package io.jbuild.grammar.shell;

import io.jbuild.grammar.shell.WordPart.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads words: quotes, backslashes and expansions. */
final class WordReader {
  /** How deep expansions may stand in one another; what is deeper is taken as plain text. */
  static final int DEEPEST = 24;

  private final Scan scan;
  private final ScriptReader script;
  private int depth;

  WordReader(Scan scan, ScriptReader script) {
    this.scan = scan;
    this.script = script;
  }

  /** Collects the parts of a word. */
  private final class Parts {
    final List<WordPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int start = -1;
    private boolean quoted;

    /** Adds characters of a literal that begins at an offset. */
    void literal(int from, String value, boolean inQuotes) {
      if (start >= 0 && quoted != inQuotes) {
        flush(from);
      }
      if (start < 0) {
        start = from;
        quoted = inQuotes;
      }
      literal.append(value);
    }

    void flush(int end) {
      if (start >= 0) {
        parts.add(
            new WordPart(
                Kind.LITERAL,
                scan.text.substring(start, end),
                literal.toString(),
                quoted,
                scan.range(start, end)));
        literal.setLength(0);
        start = -1;
      }
    }

    void expansion(Kind kind, int from, String value, boolean inQuotes) {
      parts.add(new WordPart(kind, scan.textFrom(from), value, inQuotes, scan.rangeFrom(from)));
    }
  }

  /** Whether a word ends before a character. */
  static boolean ends(char c) {
    return switch (c) {
      case ' ', '\t', '\r', '\f', 0x0B, '\n', ';', '&', '|', '<', '>', '(', ')' -> true;
      default -> false;
    };
  }

  /**
   * Reads the word that begins here, which may be empty.
   *
   * @param end {@code `} within backquotes, where it ends the word
   */
  ShellWord read(char end) {
    int start = scan.at;
    var parts = new Parts();
    while (!scan.ended() && !ends(scan.next()) && !(end == '`' && scan.next() == '`')) {
      bare(parts, end);
    }
    parts.flush(scan.at);
    return new ShellWord(scan.textFrom(start), parts.parts, scan.rangeFrom(start));
  }

  /** Reads {@code <(…)} or {@code >(…)}. */
  ShellWord readProcess() {
    int start = scan.at;
    var parts = new Parts();
    scan.skip(2);
    if (depth < DEEPEST) {
      depth++;
      substitution(parts, start, ')', false);
      depth--;
    } else {
      parts.literal(start, scan.textFrom(start), false);
      parts.flush(scan.at);
    }
    return new ShellWord(scan.textFrom(start), parts.parts, scan.rangeFrom(start));
  }

  private void bare(Parts parts, char end) {
    int from = scan.at;
    char c = scan.next();
    switch (c) {
      case '\\' -> escaped(parts);
      case '\'' -> {
        int close = scan.text.indexOf('\'', from + 1);
        int stop = close < 0 ? scan.text.length() : close;
        scan.at = close < 0 ? stop : stop + 1;
        parts.literal(from, scan.text.substring(from + 1, stop), true);
      }
      case '"' -> doubleQuoted(parts, end);
      case '$', '`' -> expansion(parts, false, end);
      default -> {
        do {
          scan.at++;
        } while (!scan.ended() && isPlain(scan.next()));
        parts.literal(from, scan.textFrom(from), false);
      }
    }
  }

  private static boolean isPlain(char c) {
    return c != '\\' && c != '\'' && c != '"' && c != '$' && c != '`' && !ends(c);
  }

  private void escaped(Parts parts) {
    int from = scan.at;
    char c = scan.after(1);
    boolean last = from + 1 >= scan.text.length();
    scan.skip(2);
    if (last) {
      parts.literal(from, "\\", false);
    } else {
      parts.literal(from, c == '\n' ? "" : String.valueOf(c), c != '\n');
    }
  }

  private void doubleQuoted(Parts parts, char end) {
    int from = scan.at++;
    parts.literal(from, "", true);
    while (!scan.ended() && scan.next() != '"') {
      int start = scan.at;
      switch (scan.next()) {
        case '\\' -> {
          char c = scan.after(1);
          boolean special = c == '$' || c == '`' || c == '"' || c == '\\' || c == '\n';
          scan.skip(2);
          String kept = special ? (c == '\n' ? "" : String.valueOf(c)) : scan.textFrom(start);
          parts.literal(start, kept, true);
        }
        case '$', '`' -> expansion(parts, true, end);
        default -> {
          do {
            scan.at++;
          } while (!scan.ended() && isPlainInQuotes(scan.next()));
          parts.literal(start, scan.textFrom(start), true);
        }
      }
    }
    int close = scan.at;
    scan.skip(1);
    parts.literal(close, "", true);
  }

  private static boolean isPlainInQuotes(char c) {
    return c != '"' && c != '\\' && c != '$' && c != '`';
  }

  /** At a dollar sign or backquote. */
  private void expansion(Parts parts, boolean quoted, char end) {
    int from = scan.at;
    char c = scan.after(1);
    boolean backquote = scan.next() == '`';
    if (depth >= DEEPEST || (backquote && end == '`')) {
      scan.at++;
      parts.literal(from, scan.textFrom(from), quoted);
      return;
    }
    depth++;
    if (backquote) {
      parts.flush(from);
      scan.at++;
      substitution(parts, from, '`', quoted);
    } else if (c == '(' && scan.after(2) == '(') {
      parts.flush(from);
      scan.skip(3);
      arithmetic(2, end);
      parts.expansion(Kind.ARITHMETIC, from, scan.textFrom(from), quoted);
    } else if (c == '(') {
      parts.flush(from);
      scan.skip(2);
      substitution(parts, from, ')', quoted);
    } else if (c == '{') {
      parts.flush(from);
      scan.skip(2);
      String name = name();
      braces(end);
      parts.expansion(Kind.VARIABLE, from, name, quoted);
    } else if (Scan.isNameStart(c) || (c != '\0' && "0123456789@*#?$!-".indexOf(c) >= 0)) {
      parts.flush(from);
      scan.at++;
      parts.expansion(Kind.VARIABLE, from, name(), quoted);
    } else if (c == '\'' && !quoted) {
      scan.at++;
      dollarQuoted(parts, from);
    } else {
      scan.at++;
      if (c != '"' || quoted) {
        parts.literal(from, "$", quoted);
      }
    }
    depth--;
  }

  /** The name of a variable, or the one character of a special one. */
  private String name() {
    int from = scan.at;
    if (!Scan.isNameStart(scan.next())) {
      boolean length = scan.next() == '#' && Scan.isNameStart(scan.after(1));
      scan.skip(1);
      return length ? name() : scan.textFrom(from);
    }
    while (Scan.isName(scan.next())) {
      scan.at++;
    }
    return scan.textFrom(from);
  }

  private void substitution(Parts parts, int from, char close, boolean quoted) {
    script.list(close);
    scan.skip(1);
    parts.expansion(Kind.SUBSTITUTION, from, scan.textFrom(from), quoted);
  }

  /** Passes over {@code $'…'}; its escapes are left as they are. */
  private void dollarQuoted(Parts parts, int from) {
    int start = ++scan.at;
    while (!scan.ended() && scan.next() != '\'') {
      scan.skip(scan.next() == '\\' ? 2 : 1);
    }
    String value = scan.textFrom(start);
    scan.skip(1);
    parts.literal(from, value, true);
  }

  /** Passes over the rest of <code>${…}</code>. */
  private void braces(char end) {
    var dropped = new Parts();
    while (!scan.ended() && scan.next() != '}') {
      inner(dropped, end);
    }
    scan.skip(1);
  }

  /** Passes over the rest of an arithmetic expression, parentheses being open. */
  void arithmetic(int open, char end) {
    var dropped = new Parts();
    int left = open;
    while (!scan.ended()) {
      if (scan.next() == '(') {
        left++;
        scan.at++;
      } else if (scan.next() == ')') {
        scan.at++;
        if (--left == 0) {
          return;
        }
      } else {
        inner(dropped, end);
      }
    }
  }

  private void inner(Parts dropped, char end) {
    switch (scan.next()) {
      case '\\' -> scan.skip(2);
      case '\'', '"', '$', '`' -> bare(dropped, end);
      default -> scan.at++;
    }
  }
}
