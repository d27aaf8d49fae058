package io.jbuild.grammar;

/**
 * A half open range of UTF-16 offsets into a {@link Source}'s text.
 *
 * @param start offset of the first character
 * @param end offset after the last character, at least {@code start}
 */
public record Range(int start, int end) {
  public Range {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("bad range " + start + ".." + end);
    }
  }

  /** Number of UTF-16 units covered. */
  public int length() {
    return end - start;
  }

  /** The smallest range that covers this one and the other. */
  public Range to(Range other) {
    return new Range(Math.min(start, other.start), Math.max(end, other.end));
  }
}
