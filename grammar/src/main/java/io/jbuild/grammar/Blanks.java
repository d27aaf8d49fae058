package io.jbuild.grammar;

/** White space as the reference parser's language has it. */
final class Blanks {
  private Blanks() {}

  /** Any Unicode white space, line feeds included. */
  static boolean is(char c) {
    return c < 0x80 ? isAscii(c) || c == '\n' : c == 0x85 || Character.isSpaceChar(c);
  }

  /** The blanks that part words: tab, vertical tab, form feed, carriage return, space. */
  static boolean isAscii(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == 0x0B || c == '\f';
  }
}
