package io.jbuild.grammar;

import java.util.Arrays;

/**
 * A text and the name it is shown under, with a table of its lines.
 *
 * <p>A line ends at a line feed; a carriage return before it belongs to the ending. Offsets and
 * columns count UTF-16 units.
 */
public final class Source {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * Makes a source.
   *
   * @param name what messages call it, a path mostly
   * @param text the whole text, a byte order mark included if there is one
   */
  public Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at + 1;
    }
    return Arrays.copyOf(starts, count);
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
    return lineStarts.length;
  }

  /** The line, counted from 1, that holds an offset; offsets past the end belong to the last. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset in its line, counted from 1. */
  public int column(int offset) {
    return offset - lineStarts[line(offset) - 1] + 1;
  }

  /** Offset of the first character of a line that is counted from 1. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** A line, counted from 1, without its ending. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(start, end);
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
