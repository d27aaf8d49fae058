package io.jbuild.core.compress;

import java.util.Arrays;
import java.util.Random;

/**
 * Data that is hard on a deflater: what stands at the edges of its window, its matches, its blocks
 * and its codes. The same random numbers give the same data.
 */
final class HardBytes {
  private static final int WINDOW = 32_768;
  private static final int BLOCK = 24 << 10;
  private static final int[] DISTANCES = {
    1, 2, 3, 4, 5, 7, 8, 9, 256, 257, 258, 24_576, 24_577, 32_766, 32_767, 32_768, 32_769, 32_770
  };
  private static final int[] LENGTHS = {
    1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 15, 16, 17, 66, 67, 130, 131, 226, 227, 256, 257, 258, 259, 516,
    517
  };
  private static final String[] WORDS = {
    "the ", "of ", "layer ", "import ", "return ", "0x", "\n", "{\n  ", "}\n", "io/jbuild/core/"
  };

  private final Random random;
  private byte[] bytes;
  private int filled;

  private HardBytes(Random random, int length) {
    this.random = random;
    this.bytes = new byte[length];
  }

  /** Some data. */
  static byte[] of(Random random) {
    var data = new HardBytes(random, length(random));
    int parts = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
    for (int i = 1; i <= parts; i++) {
      data.part((int) ((long) data.bytes.length * i / parts));
    }
    return data.bytes;
  }

  /** Small ones mostly, about a power of two or the length of a block. */
  private static int length(Random random) {
    int bits = random.nextInt(random.nextInt(12) == 0 ? 21 : 18);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1 << bits);
      case 1 -> BLOCK * (1 + random.nextInt(3)) + random.nextInt(-12, 13);
      default -> Math.max(0, (1 << bits) + random.nextInt(-2, 3));
    };
  }

  private void part(int end) {
    switch (random.nextInt(8)) {
      case 0 -> fill(end, (byte) random.nextInt());
      case 1 -> skewed(end, 2 + random.nextInt(3));
      case 2 -> skewed(end, 256);
      case 3 -> noise(end);
      case 4 -> text(end);
      case 5 -> repeats(end);
      case 6 -> steepDistances(end);
      default -> edgeOfBlock(end);
    }
  }

  private void fill(int end, byte value) {
    Arrays.fill(bytes, filled, end, value);
    filled = end;
  }

  private void noise(int end) {
    while (filled < end) {
      bytes[filled++] = (byte) random.nextInt();
    }
  }

  /** Bytes as often as Fibonacci's numbers, whose tree is the deepest. */
  private void skewed(int end, int different) {
    int shift = random.nextInt(256);
    while (filled < end) {
      bytes[filled++] = (byte) (shift + steep(different));
    }
  }

  /** A small number; each as likely as the next two together. */
  private int steep(int most) {
    int n = 0;
    while (n < most - 1 && random.nextInt(1000) < 382) {
      n++;
    }
    return n;
  }

  private void text(int end) {
    while (filled < end) {
      for (byte letter : WORDS[random.nextInt(WORDS.length)].getBytes()) {
        if (filled < end) {
          bytes[filled++] = letter;
        }
      }
      if (random.nextInt(5) == 0 && filled < end) {
        bytes[filled++] = (byte) ('a' + random.nextInt(26));
      }
    }
  }

  /** What was there at a distance, for a length, and something between. */
  private void repeats(int end) {
    noise(Math.min(end, filled + random.nextInt(2 * WINDOW)));
    while (filled < end) {
      repeat(end);
      if (random.nextBoolean()) {
        noise(Math.min(end, filled + 1 + random.nextInt(4)));
      }
    }
  }

  private void repeat(int end) {
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    copy(end, length, DISTANCES[random.nextInt(DISTANCES.length)]);
  }

  /** Distances of which each class is as likely as the next two together, and lengths, too. */
  private void steepDistances(int end) {
    noise(Math.min(end, filled + WINDOW));
    boolean near = random.nextBoolean();
    while (filled < end) {
      int symbol = near ? steep(30) : 29 - steep(30);
      int more = random.nextInt(1 << DeflateSymbols.DISTANCE_BITS[symbol]);
      int length = DeflateSymbols.LENGTH_BASES[steep(29)] + 1;
      copy(end, length, DeflateSymbols.DISTANCE_BASES[symbol] + more);
      noise(Math.min(end, filled + random.nextInt(3)));
    }
  }

  /** Matches where a block of single bytes is about to be full. */
  private void edgeOfBlock(int end) {
    while (filled < end) {
      int left = BLOCK - filled % BLOCK + random.nextInt(-6, 7);
      noise(Math.min(end, filled + Math.max(left, 0)));
      repeat(end);
      fill(Math.min(end, filled + random.nextInt(600)), (byte) random.nextInt(2));
    }
  }

  private void copy(int end, int length, int distance) {
    for (int i = 0; i < length && filled < end; i++) {
      bytes[filled] = filled < distance ? (byte) random.nextInt() : bytes[filled - distance];
      filled++;
    }
  }
}
