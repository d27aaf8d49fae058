package io.jbuild.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that compress as programs do, to about half; the same in every run. */
final class Bytes {
  private static final String[] WORDS = {
    "layer ", "digest ", "manifest ", "context ", "\0\0\0\0\0\0\0\0", "step ", "\177ELF", "cache\n"
  };

  private Bytes() {}

  static byte[] of(int length, long seed) {
    var random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      byte[] piece =
          random.nextInt(5) < 3
              ? WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.ISO_8859_1)
              : Long.toString(random.nextLong(), 36).getBytes(StandardCharsets.ISO_8859_1);
      int n = Math.min(piece.length, length - at);
      System.arraycopy(piece, 0, bytes, at, n);
      at += n;
    }
    return bytes;
  }
}
