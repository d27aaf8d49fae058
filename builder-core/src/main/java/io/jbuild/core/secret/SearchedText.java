package io.jbuild.core.secret;

import java.util.Arrays;
import java.util.Set;

/** A text that comes in pieces, with as much of its end kept as a pattern may have begun in. */
final class SearchedText {
  private final PatternSet patterns;
  private byte[] text = new byte[1024];
  private int length;

  SearchedText(PatternSet patterns) {
    this.patterns = patterns;
  }

  void add(byte[] bytes, int from, int count) {
    room(count);
    System.arraycopy(bytes, from, text, length, count);
    length += count;
  }

  void add(byte value) {
    room(1);
    text[length++] = value;
  }

  private void room(int count) {
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
    }
  }

  /** Looks through what was added and what a pattern can have begun in before that. */
  void search(Set<String> found) {
    patterns.search(text, length, (name, start, size) -> found.add(name));
    int kept = Math.min(length, Math.max(0, patterns.longest() - 1));
    System.arraycopy(text, length - kept, text, 0, kept);
    length = kept;
  }
}
