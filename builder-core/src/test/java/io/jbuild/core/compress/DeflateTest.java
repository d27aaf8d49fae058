package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

final class DeflateTest {
  private final Deflate deflate = new Deflate();
  private final BitOutput out = new BitOutput();

  @Test
  void zlibInflatesWhateverWasDeflated() throws DataFormatException {
    var random = new Random(20261126);
    for (int round = 0; round < 1500; round++) {
      check(data(random), "round " + round);
    }
  }

  @Test
  void longestMatchesAndFarthestDistances() throws DataFormatException {
    for (int gap : new int[] {0, 1, 255, 256, 257, 32_000, 32_768 - 300, 32_768, 32_769, 40_000}) {
      for (int repeat : new int[] {3, 4, 7, 8, 9, 257, 258, 259, 300, 600}) {
        byte[] bytes = new byte[2 * repeat + gap];
        new Random(gap).nextBytes(bytes);
        System.arraycopy(bytes, 0, bytes, repeat + gap, repeat);
        check(bytes, gap + " between, " + repeat + " alike");
      }
    }
    check(new byte[3 << 20], "zeros");
  }

  @Test
  void codesOfTheDeepestTreesFit() throws DataFormatException {
    // Counts that grow as Fibonacci's would have codes of more than 15 bits.
    byte[] bytes = new byte[400_000];
    int at = 0;
    for (int symbol = 0, a = 1, b = 1; at < bytes.length; symbol++) {
      for (int i = 0; i < a && at < bytes.length; i++) {
        bytes[at++] = (byte) symbol;
      }
      int next = a + b;
      a = b;
      b = next;
    }
    // No matches: each byte alone.
    var random = new Random(1);
    for (int i = bytes.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      byte swapped = bytes[i];
      bytes[i] = bytes[other];
      bytes[other] = swapped;
    }
    check(bytes, "steep");
  }

  @Test
  void noiseIsHardlyLongerThanItself() throws DataFormatException {
    byte[] noise = new byte[1 << 20];
    new Random(2).nextBytes(noise);
    assertTrue(check(noise, "noise") <= noise.length + 5 * (noise.length / 24_000 + 1));
  }

  /** The digests of pushed layers hang on them: to change them is to change MemberFormat.FORM. */
  @Test
  void bytesAreTheSameForEver() throws DataFormatException {
    var random = new Random(3);
    byte[] words = new byte[300_000];
    for (int i = 0; i < words.length; i++) {
      words[i] = (byte) ("deflate".charAt(i % 7) + (random.nextInt(5) == 0 ? 1 : 0));
    }
    check(words, "words");
    assertEquals(
        "8d9aa88542f5ce5064117f0b804719a8130716c9a7d1e00097525ab37f852cb6",
        Digest.of(Arrays.copyOf(out.bytes, out.length)).hex());
  }

  private int check(byte[] data, String what) throws DataFormatException {
    out.clear();
    deflate.deflate(data, data.length, out);
    try (var inflater = new Inflater(true)) {
      inflater.setInput(out.bytes, 0, out.length);
      byte[] back = new byte[data.length + 1];
      int n = 0;
      for (int got = 1; got > 0 && !inflater.finished(); n += got) {
        got = inflater.inflate(back, n, back.length - n);
      }
      assertArrayEquals(data, Arrays.copyOf(back, n), what);
      assertTrue(inflater.finished() && inflater.getRemaining() == 0, what);
    }
    return out.length;
  }

  /** Of few or many different bytes, with runs and repeated parts. */
  private static byte[] data(Random random) {
    byte[] data = new byte[random.nextInt(1 << 1 + random.nextInt(17))];
    int different = 1 + random.nextInt(256);
    for (int i = 0; i < data.length; ) {
      int n = Math.min(data.length - i, 1 + random.nextInt(1 + random.nextInt(600)));
      int kind = random.nextInt(3);
      int back = i == 0 ? 0 : 1 + random.nextInt(i);
      for (int end = i + n; i < end; i++) {
        data[i] =
            kind == 0 || back == 0
                ? (byte) random.nextInt(different)
                : data[kind == 1 ? i - back : i - 1];
      }
    }
    return data;
  }
}
