package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/**
 * For as long as {@code -Djbuild.fuzz.seconds} says; {@code -Djbuild.fuzz.seed} goes another way.
 */
final class DeflateFuzzTest {
  private static final long SECOND = 1_000_000_000;

  private final Deflate used = new Deflate();
  private final BitOutput usedOut = new BitOutput();

  /** One round. */
  @FunctionalInterface
  private interface Property {
    void check(Random random) throws DataFormatException;
  }

  @Test
  void bytesComeBackAndHangOnNothingElse() {
    run("deflate", this::deflated);
  }

  @Test
  void codesAreWholeAndNoLongerThanHuffmansWhereThoseFit() {
    run("codes", DeflateFuzzTest::coded);
  }

  private static void run(String name, Property property) {
    long seconds = Long.getLong("jbuild.fuzz.seconds", 1);
    long first = Long.getLong("jbuild.fuzz.seed", 20_261_126);
    long end = System.nanoTime() + seconds * SECOND;
    long seed = first;
    // Each round has a seed of its own, so that one can be run alone.
    for (; System.nanoTime() < end; seed++) {
      try {
        property.check(new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (DataFormatException | RuntimeException | Error e) {
        throw new AssertionError(name + ", seed " + seed, e);
      }
    }
    System.out.println("fuzz " + name + ": seeds " + first + " to " + seed);
  }

  private void deflated(Random random) throws DataFormatException {
    byte[] data = HardBytes.of(random);
    var out = new BitOutput();
    new Deflate().deflate(data, data.length, out);
    byte[] packed = Arrays.copyOf(out.bytes, out.length);
    assertArrayEquals(data, inflated(packed, data.length));
    assertTrue(packed.length <= data.length + 6 * (2 + data.length / 24_000), "grows");

    // In a longer array, whose rest goes on like the data and might be taken for it.
    byte[] longer = Arrays.copyOf(data, data.length + random.nextInt(600));
    int period = 1 + random.nextInt(Math.max(1, Math.min(data.length, 300)));
    for (int i = Math.max(data.length, period); i < longer.length; i++) {
      longer[i] = longer[i - period];
    }
    usedOut.clear();
    byte[] begin = new byte[random.nextInt(20)];
    random.nextBytes(begin);
    usedOut.put(begin, 0, begin.length);
    used.deflate(longer, data.length, usedOut);
    assertArrayEquals(packed, Arrays.copyOfRange(usedOut.bytes, begin.length, usedOut.length));
    assertArrayEquals(begin, Arrays.copyOf(usedOut.bytes, begin.length));
  }

  private static byte[] inflated(byte[] packed, int length) throws DataFormatException {
    try (var inflater = new Inflater(true)) {
      inflater.setInput(packed);
      byte[] back = new byte[length + 1];
      int n = 0;
      for (int got = 1; got > 0 && !inflater.finished(); n += got) {
        got = inflater.inflate(back, n, back.length - n);
      }
      assertTrue(inflater.finished() && inflater.getRemaining() == 0, "has no end, or goes on");
      return Arrays.copyOf(back, n);
    }
  }

  private static void coded(Random random) {
    int symbols = new int[] {19, 30, 286}[random.nextInt(3)];
    int longest = symbols == 19 ? 7 : 15;
    int[] frequencies = frequencies(random, symbols);
    var code = new PrefixCode(symbols, longest);
    code.build(frequencies(random, symbols));
    code.build(frequencies);
    long cost = 0;
    var taken = new BitSet();
    long[] byFrequency = new long[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = code.lengths[symbol];
      assertTrue(length <= longest && (length > 0 || frequencies[symbol] == 0), "length");
      cost += (long) length * frequencies[symbol];
      byFrequency[symbol] = (long) frequencies[symbol] << 8 | 255 - length;
      for (int i = code.codes[symbol]; length > 0 && i < 1 << longest; i += 1 << length) {
        assertTrue(!taken.get(i), "one code begins like another");
        taken.set(i);
      }
    }
    assertEquals(1 << longest, taken.cardinality(), "some codes stand for nothing");
    Arrays.sort(byFrequency);
    for (int i = 1; i < symbols; i++) {
      boolean shorter = (byFrequency[i] & 255) >= (byFrequency[i - 1] & 255);
      assertTrue(shorter || byFrequency[i - 1] >>> 8 == 0, "what is rarer has a shorter code");
    }
    int used = (int) Arrays.stream(frequencies).filter(n -> n > 0).count();
    long[] best = huffman(frequencies);
    if (used >= 2 && best[1] <= longest) {
      assertEquals(best[0], cost);
    }
  }

  /** Of a block: no more than its tokens and an end together. */
  private static int[] frequencies(Random random, int symbols) {
    int[] frequencies = new int[symbols];
    int kind = random.nextInt(4);
    int different = random.nextInt(symbols + 1);
    int a = 1;
    int b = 1;
    int left = (24 << 10) + 1;
    for (int i = 0; i < different && left > 0; i++) {
      int n =
          switch (kind) {
            case 0 -> 1;
            case 1 -> a;
            case 2 -> 1 + random.nextInt(1 << random.nextInt(14));
            default -> random.nextInt(10) == 0 ? a : 1;
          };
      frequencies[random.nextInt(symbols)] = Math.min(n, left);
      left -= n;
      int next = a + b;
      a = b;
      b = Math.min(next, 1 << 14);
    }
    return frequencies;
  }

  /** Bits of all, and of the longest code, by Huffman's own way with the flattest tree. */
  private static long[] huffman(int[] frequencies) {
    record Node(long weight, int depth) {}

    var queue =
        new PriorityQueue<Node>(
            (x, y) ->
                x.weight != y.weight
                    ? Long.compare(x.weight, y.weight)
                    : Integer.compare(x.depth, y.depth));
    for (int frequency : frequencies) {
      if (frequency > 0) {
        queue.add(new Node(frequency, 0));
      }
    }
    long cost = 0;
    while (queue.size() > 1) {
      Node x = queue.remove();
      Node y = queue.remove();
      queue.add(new Node(x.weight + y.weight, 1 + Math.max(x.depth, y.depth)));
      cost += x.weight + y.weight;
    }
    return new long[] {cost, queue.isEmpty() ? 0 : queue.peek().depth};
  }
}
