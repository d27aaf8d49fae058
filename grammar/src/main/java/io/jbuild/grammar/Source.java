package io.jbuild.grammar;

/**
 * A text and the name it is shown under, with a table of its lines.
 *
 * <p>A line ends at a line feed; a carriage return before it belongs to the ending. Offsets and
 * columns count UTF-16 units.
 */
public final class Source {
  private static final int PART_BITS = 6;

  private final String name;
  private final String text;
  private final int lineCount;

  /**
   * For each part of the text how many line feeds stand before it: a text may be line feeds alone.
   */
  private final int[] feedsBefore;

  /**
   * Makes a source.
   *
   * @param name what messages call it, a path mostly
   * @param text the whole text, a byte order mark included if there is one
   */
  public Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.feedsBefore = new int[(text.length() >> PART_BITS) + 1];
    int feeds = 0;
    for (int part = 0; part < feedsBefore.length; part++) {
      feedsBefore[part] = feeds;
      feeds += feeds(part << PART_BITS, Math.min(text.length(), (part + 1) << PART_BITS));
    }
    this.lineCount = feeds + 1;
  }

  private int feeds(int from, int to) {
    int feeds = 0;
    for (int at = text.indexOf('\n', from, to); at >= 0; at = text.indexOf('\n', at + 1, to)) {
      feeds++;
    }
    return feeds;
  }

  /** What messages call this source. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The text of a range. */
  public String text(Range range) {
    return text.substring(range.start(), range.end());
  }

  /** Number of lines; a text that ends in a line feed has an empty last line. */
  public int lineCount() {
    return lineCount;
  }

  /** The line, counted from 1, that holds an offset; offsets past the end belong to the last. */
  public int line(int offset) {
    int at = Math.min(offset, text.length());
    int part = at >> PART_BITS;
    return feedsBefore[part] + feeds(part << PART_BITS, at) + 1;
  }

  /** The column of an offset in its line, counted from 1. */
  public int column(int offset) {
    return offset - lineStart(line(offset)) + 1;
  }

  /** Offset of the first character of a line that is counted from 1. */
  public int lineStart(int line) {
    if (line < 1 || line > lineCount) {
      throw new IndexOutOfBoundsException("line " + line + " of " + lineCount);
    }
    // The part with the feed that ends the line before: the last that fewer feeds precede.
    int low = 0;
    int high = feedsBefore.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (feedsBefore[middle] < line - 1) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int start = line == 1 ? 0 : low << PART_BITS;
    for (int feeds = feedsBefore[low]; feeds < line - 1; feeds++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start;
  }

  /** Offset after the last character of a line, counted from 1, its ending left out. */
  public int lineEnd(int line) {
    int start = lineStart(line);
    int end = line < lineCount ? lineStart(line + 1) - 1 : text.length();
    return end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** A line, counted from 1, without its ending. */
  public String lineText(int line) {
    return text.substring(lineStart(line), lineEnd(line));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that && name.equals(that.name) && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return "Source[" + name + ", " + text.length() + " characters]";
  }
}
