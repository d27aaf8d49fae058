package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;

/** A place in a script that moves forward. */
final class Scan {
  final String text;
  int at;
  private final ShellText source;

  Scan(ShellText source) {
    this.source = source;
    this.text = source.text();
  }

  boolean ended() {
    return at >= text.length();
  }

  /** The next character, a NUL at the end. */
  char next() {
    return after(0);
  }

  /** A character further on, a NUL past the end. */
  char after(int count) {
    return at + count < text.length() ? text.charAt(at + count) : '\0';
  }

  boolean startsWith(String what) {
    return text.startsWith(what, at);
  }

  /** Moves on, but not past the end. */
  void skip(int count) {
    at = Math.min(text.length(), at + count);
  }

  /** Passes over blanks and continued lines. */
  void skipBlanks() {
    while (!ended()) {
      if (isBlank(next())) {
        at++;
      } else if (startsWith("\\\n")) {
        at += 2;
      } else {
        return;
      }
    }
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0B;
  }

  static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isName(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  Range range(int from, int to) {
    return source.range(from, to);
  }

  Range rangeFrom(int from) {
    return source.range(from, at);
  }

  String textFrom(int from) {
    return text.substring(from, at);
  }
}
