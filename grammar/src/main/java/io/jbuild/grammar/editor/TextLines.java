package io.jbuild.grammar.editor;

import java.util.Arrays;

/**
 * The lines of a text as the language server protocol has them: a line ends at a line feed, at a
 * carriage return, or at both together. Lines and columns count from 0, columns in UTF-16 units.
 */
public final class TextLines {
  private final String text;
  private final int[] starts;

  /** Reads a text. */
  public TextLines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone = c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
      if (c == '\n' || lone) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, count);
  }

  /** Number of lines, at least one. */
  public int count() {
    return starts.length;
  }

  /** The line that holds an offset. */
  public int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** The column of an offset in its line. */
  public int column(int offset) {
    return offset - starts[line(offset)];
  }

  /** Offset of the first character of a line; of lines that are not there, the end of the text. */
  public int start(int line) {
    return line < starts.length ? starts[Math.max(0, line)] : text.length();
  }

  /** Offset of the end of a line, its ending left out. */
  public int end(int line) {
    if (line >= starts.length) {
      return text.length();
    }
    int end = line + 1 < starts.length ? starts[line + 1] : text.length();
    while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** The offset of a place; columns past the end of their line mean its end. */
  public int offset(int line, int column) {
    return Math.min(start(line) + Math.max(0, column), Math.max(start(line), end(line)));
  }
}
