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
   * @param source the text of the line
   * @param from where the first caret stands
   * @param length how many characters are meant; there is one caret at least
   */
  static Excerpt of(Source source, int from, int length) {
    String text = source.text();
    int line = source.line(from);
    int first = source.lineStart(line);
    int last = source.lineEnd(line);
    int start = Math.min(from, last);
    int cut = last - first <= WIDEST ? first : Math.max(first, start - BEFORE);
    int end = Math.min(last, cut + WIDEST);
    var shown = new StringBuilder(cut > first ? "…" : "");
    var carets = new StringBuilder(cut > first ? " " : "");
    for (int i = cut; i < end; i++) {
      char c = shown(text, i);
      shown.append(c);
      if (i < start) {
        carets.append(c == '\t' ? '\t' : ' ');
      }
    }
    shown.append(end < last ? "…" : "");
    int stop = Math.clamp((long) start + length, start, Math.max(start, end));
    return new Excerpt(shown.toString(), carets.repeat("^", Math.max(1, stop - start)).toString());
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
