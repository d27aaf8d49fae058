package io.jbuild.core.layer;

/** File names for messages. */
public final class Names {
  private Names() {}

  /** The name with what a terminal must not get (control characters, stray bytes) escaped. */
  public static String shown(String name) {
    var out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < name.length()
              && Character.isLowSurrogate(name.charAt(i + 1));
      if (pair) {
        out.append(c).append(name.charAt(++i));
      } else if (c >= 0xDC80 && c <= 0xDCFF) {
        out.append(String.format("\\x%02x", c - 0xDC00));
      } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
      if (out.length() > 300) {
        return out.append("...").toString();
      }
    }
    return out.toString();
  }
}
