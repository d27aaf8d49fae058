package io.jbuild.grammar;

/**
 * A line of a source with a run of carets below it, as a terminal shows it: the part of a long line
 * around the carets, and a replacement character for each that would steer the terminal or has no
 * shape.
 *
 * @param line the text of the line, or a part of it
 * @param carets what stands below it
 */
record Excerpt(String line, String carets) {
  private static final int WIDEST = 200;
  private static final int BEFORE = 60;

  /**
   * The excerpt for a range, of its first line alone.
   *
   * @param text the line
   * @param from column of the first caret, counted from 0
   * @param length how many characters are meant; there is one caret at least
   */
  static Excerpt of(String text, int from, int length) {
    int start = Math.min(from, text.length());
    int cut = text.length() <= WIDEST ? 0 : Math.max(0, start - BEFORE);
    int end = Math.min(text.length(), cut + WIDEST);
    var line = new StringBuilder(cut > 0 ? "…" : "");
    var carets = new StringBuilder(cut > 0 ? " " : "");
    for (int i = cut; i < end; i++) {
      char c = shown(text, i);
      line.append(c);
      if (i < start) {
        carets.append(c == '\t' ? '\t' : ' ');
      }
    }
    line.append(end < text.length() ? "…" : "");
    int stop = Math.clamp((long) start + length, start, Math.max(start, end));
    return new Excerpt(line.toString(), carets.repeat("^", Math.max(1, stop - start)).toString());
  }

  private static char shown(String text, int at) {
    char c = text.charAt(at);
    boolean paired =
        Character.isHighSurrogate(c)
            ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
            : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    boolean shapeless = Character.isSurrogate(c) ? !paired : Character.isISOControl(c);
    return shapeless && c != '\t' ? '\uFFFD' : c;
  }
}
