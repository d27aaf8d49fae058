package io.jbuild.core.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Byte strings that are looked for together (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994): most bytes of a text are skipped over. Patterns have at least two bytes.
 */
final class PatternSet {
  private static final int PAIRS = 1 << 16;

  private final List<byte[]> patterns = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private int shortest;
  private int longest;

  /** How far a window may move when it ends in a pair of bytes; null until asked for. */
  private int[] shift;

  /** Patterns whose first {@link #shortest} bytes end in a pair. */
  private int[][] ending;

  /** Told of a pattern that was found. */
  @FunctionalInterface
  interface Match {
    void found(String name, int start, int length);
  }

  void add(String name, byte[] pattern) {
    if (patterns.stream().noneMatch(known -> Arrays.equals(known, pattern))) {
      patterns.add(pattern);
      names.add(name);
      shortest = patterns.size() == 1 ? pattern.length : Math.min(shortest, pattern.length);
      longest = Math.max(longest, pattern.length);
      shift = null;
    }
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Bytes of the longest pattern. */
  int longest() {
    return longest;
  }

  /** Finds every pattern that lies wholly in the first bytes of a buffer. */
  void search(byte[] text, int length, Match match) {
    if (isEmpty()) {
      return;
    }
    prepare();
    for (int end = shortest - 1; end < length; ) {
      int pair = pair(text, end);
      int step = shift[pair];
      if (step > 0) {
        end += step;
        continue;
      }
      int start = end - shortest + 1;
      for (int index : ending[pair]) {
        byte[] pattern = patterns.get(index);
        if (start + pattern.length <= length
            && Arrays.equals(text, start, start + pattern.length, pattern, 0, pattern.length)) {
          match.found(names.get(index), start, pattern.length);
        }
      }
      end++;
    }
  }

  /** How many of the last bytes could be the beginning of a pattern. */
  int begun(byte[] text, int length) {
    for (int count = Math.min(length, longest - 1); count > 0; count--) {
      for (byte[] pattern : patterns) {
        if (pattern.length > count
            && Arrays.equals(text, length - count, length, pattern, 0, count)) {
          return count;
        }
      }
    }
    return 0;
  }

  private void prepare() {
    if (shift != null) {
      return;
    }
    shift = new int[PAIRS];
    ending = new int[PAIRS][];
    Arrays.fill(shift, shortest - 1);
    for (int index = 0; index < patterns.size(); index++) {
      byte[] pattern = patterns.get(index);
      for (int end = 1; end < shortest; end++) {
        int pair = pair(pattern, end);
        shift[pair] = Math.min(shift[pair], shortest - 1 - end);
      }
      int last = pair(pattern, shortest - 1);
      int[] known = ending[last] == null ? new int[0] : ending[last];
      ending[last] = Arrays.copyOf(known, known.length + 1);
      ending[last][known.length] = index;
    }
  }

  private static int pair(byte[] text, int end) {
    return (text[end - 1] & 0xFF) << 8 | (text[end] & 0xFF);
  }
}
