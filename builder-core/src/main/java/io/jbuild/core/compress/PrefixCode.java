package io.jbuild.core.compress;

import java.util.Arrays;

/**
 * Canonical prefix codes of deflate (RFC 1951, 3.2.2): lengths by how often symbols occur, none
 * longer than allowed, and the codes that follow from them. Not thread-safe: one for each place of
 * use, used again and again.
 */
final class PrefixCode {
  private static final int DEEPEST = 32;

  private final int longest;
  private final long[] order;
  private final int[] work;
  private final int[] counts = new int[DEEPEST + 1];

  /** Length in bits of each symbol; 0 for one that does not occur. */
  final byte[] lengths;

  /** Code of each symbol, first bit lowest as deflate writes it. */
  final int[] codes;

  /**
   * For an alphabet.
   *
   * @param longest how many bits a code may have
   */
  PrefixCode(int symbols, int longest) {
    this.longest = longest;
    this.lengths = new byte[symbols];
    this.codes = new int[symbols];
    this.order = new long[symbols];
    this.work = new int[symbols];
  }

  /** Makes the code for symbols that occur so often. At least two symbols get a code. */
  void build(int[] frequencies) {
    int used = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      lengths[symbol] = 0;
      if (frequencies[symbol] > 0) {
        order[used++] = (long) frequencies[symbol] << 16 | symbol;
      }
    }
    for (int symbol = 0; used < 2; symbol++) {
      if (frequencies[symbol] == 0) {
        order[used++] = 1L << 16 | symbol;
      }
    }
    Arrays.sort(order, 0, used);
    depths(used);
    limit();
    int next = 0;
    for (int length = longest; length > 0; length--) {
      for (int i = counts[length]; i > 0; i--) {
        lengths[(int) order[next++] & 0xFFFF] = (byte) length;
      }
    }
    assign();
  }

  /** How many leaves Huffman's tree has at each depth (Moffat and Katajainen, in place). */
  private void depths(int used) {
    int[] a = work;
    for (int i = 0; i < used; i++) {
      a[i] = (int) (order[i] >>> 16);
    }
    a[0] += a[1];
    int root = 0;
    int leaf = 2;
    for (int next = 1; next < used - 1; next++) {
      if (leaf >= used || a[root] < a[leaf]) {
        a[next] = a[root];
        a[root++] = next;
      } else {
        a[next] = a[leaf++];
      }
      if (leaf >= used || (root < next && a[root] < a[leaf])) {
        a[next] += a[root];
        a[root++] = next;
      } else {
        a[next] += a[leaf++];
      }
    }
    a[used - 2] = 0;
    for (int next = used - 3; next >= 0; next--) {
      a[next] = a[a[next]] + 1;
    }
    Arrays.fill(counts, 0);
    int available = 1;
    int inner = 0;
    int depth = 0;
    root = used - 2;
    while (available > 0) {
      while (root >= 0 && a[root] == depth) {
        inner++;
        root--;
      }
      counts[Math.min(depth, DEEPEST)] += available - inner;
      available = 2 * inner;
      depth++;
      inner = 0;
    }
  }

  /** Shortens what is too long and lengthens others until all fit again. */
  private void limit() {
    for (int length = longest + 1; length <= DEEPEST; length++) {
      counts[longest] += counts[length];
    }
    int total = 0;
    for (int length = longest; length > 0; length--) {
      total += counts[length] << longest - length;
    }
    for (; total > 1 << longest; total--) {
      counts[longest]--;
      int length = longest - 1;
      while (counts[length] == 0) {
        length--;
      }
      counts[length]--;
      counts[length + 1] += 2;
    }
  }

  private void assign() {
    int[] next = work;
    int code = 0;
    for (int length = 1; length <= longest; length++) {
      next[length] = code;
      code = code + counts[length] << 1;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> Integer.SIZE - length;
    }
  }
}
