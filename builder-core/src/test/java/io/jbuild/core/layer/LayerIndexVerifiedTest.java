package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Indexes that come from elsewhere. */
class LayerIndexVerifiedTest {
  private static final LayerIndex INDEX =
      LayerIndex.of(
          List.of(
              Entry.directory("etc", 0755, 0, 0, Instant.EPOCH),
              file("etc/passwd", 5),
              file("etc/shadow", 7),
              Entry.whiteout("gone")));

  @Test
  void aWholeIndexOfTheRightContentIsTaken() {
    byte[] bytes = INDEX.toBytes();
    Optional<LayerIndex> read = LayerIndex.verified(bytes, INDEX.contentDigest());
    assertArrayEquals(bytes, read.orElseThrow().toBytes());
    assertEquals(4, read.get().size());
    assertTrue(LayerIndex.verified(bytes, digest("other")).isEmpty());
  }

  @Test
  void anIndexThatListsSomethingElseThanItSaysIsNone() {
    LayerIndex other = LayerIndex.of(List.of(file("etc/passwd", 6)));
    byte[] lying = other.toBytes();
    System.arraycopy(INDEX.toBytes(), 16, lying, 16, 32);
    checksum(lying);
    assertEquals(INDEX.contentDigest(), LayerIndex.fromBytes(lying).orElseThrow().contentDigest());
    assertTrue(LayerIndex.verified(lying, INDEX.contentDigest()).isEmpty());
  }

  @Test
  void noBytesUpsetTheReaderEvenWithARightChecksum() {
    var random = new Random(23);
    byte[] good = INDEX.toBytes();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
      }
      checksum(bytes);
      Optional<LayerIndex> read = LayerIndex.verified(bytes, INDEX.contentDigest());
      // Sizes and copied-up parents are no part of the content.
      read.ifPresent(
          index -> {
            assertEquals(INDEX.contentDigest(), index.contentDigest());
            index.entries().forEach(entry -> assertTrue(entry.size() >= 0, entry.path()));
          });
    }
  }

  private static void checksum(byte[] bytes) {
    ByteBuffer.wrap(bytes).putInt(12, IndexBuilder.checksum(bytes));
  }

  private static Entry file(String path, long size) {
    return Entry.file(path, 0644, 0, 0, size, Instant.EPOCH).withContent(digest(path));
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
