package io.jbuild.cache;

/**
 * Text with lone surrogates (file names that are not UTF-8), which JSON in UTF-8 cannot hold: they
 * stand as U+FFFF and four hex digits, and so does U+FFFF.
 */
final class Escapes {
  private static final char MARK = '\uFFFF';

  private Escapes() {}

  static String escape(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        if (out != null) {
          out.append(c).append(text.charAt(i + 1));
        }
        i++;
      } else if (c == MARK || Character.isSurrogate(c)) {
        if (out == null) {
          out = new StringBuilder(text.length() + 8).append(text, 0, i);
        }
        out.append(MARK).append(Integer.toHexString(0x10000 + c), 1, 5);
      } else if (out != null) {
        out.append(c);
      }
    }
    return out == null ? text : out.toString();
  }

  static String unescape(String text) {
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      return text;
    }
    var out = new StringBuilder(text.length()).append(text, 0, mark);
    for (int i = mark; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != MARK) {
        out.append(c);
      } else if (i + 5 <= text.length()) {
        out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        throw new IllegalArgumentException("an escape is cut off");
      }
    }
    return out.toString();
  }
}
