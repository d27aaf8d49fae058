package io.jbuild.core.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final int LENGTH = 24 << 20;

  @Test
  void piecesAreTheBytesInOrderWhateverTheWritesAre() throws IOException {
    byte[] bytes = bytes();
    List<byte[]> whole = chunks(bytes, bytes.length);
    List<byte[]> parts = chunks(bytes, 100_003);
    var joined = new ByteArrayOutputStream();
    for (byte[] piece : whole) {
      joined.write(piece);
      assertTrue(piece.length <= 8 << 20);
    }
    assertArrayEquals(bytes, joined.toByteArray());
    assertEquals(digests(whole), digests(parts));
    assertTrue(whole.size() > 4, whole.size() + " pieces");
  }

  @Test
  void anInsertionChangesThePiecesNextToItAlone() throws IOException {
    byte[] bytes = bytes();
    byte[] longer = new byte[bytes.length + 1000];
    int at = 10 << 20;
    System.arraycopy(bytes, 0, longer, 0, at);
    System.arraycopy(bytes, at, longer, at + 1000, bytes.length - at);
    Set<Digest> before = new HashSet<>(digests(chunks(bytes, bytes.length)));
    List<Digest> after = digests(chunks(longer, longer.length));
    long fresh = after.stream().filter(digest -> !before.contains(digest)).count();
    assertTrue(fresh >= 1 && fresh <= 2, fresh + " of " + after.size());
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> chunks(byte[] bytes, int write) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    try (var chunker = new Chunker(pieces::add)) {
      for (int at = 0; at < bytes.length; at += write) {
        chunker.write(bytes, at, Math.min(write, bytes.length - at));
      }
    }
    return pieces;
  }

  private static List<Digest> digests(List<byte[]> pieces) {
    return pieces.stream().map(Digest::of).toList();
  }
}
