package io.jbuild.grammar.expand;

/** Classes of characters as Go's {@code unicode} package has them. */
final class Characters {
  private Characters() {}

  static boolean isSpace(char c) {
    if (c < 0x80) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85 || c == 0xA0 || (Character.isSpaceChar(c));
  }

  static boolean isNamePart(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }

  /** The shell's special parameters, which are names of their own. */
  static boolean isSpecialParameter(int c) {
    return switch (c) {
      case '@', '*', '#', '?', '-', '$', '!', '0' -> true;
      default -> false;
    };
  }
}
