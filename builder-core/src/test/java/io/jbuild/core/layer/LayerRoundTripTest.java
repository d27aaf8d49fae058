package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.jbuild.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LayerRoundTripTest {
  @Test
  void whatIsWrittenIsReadBackEntryByEntry() throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      RandomLayer layer = RandomLayer.of(seed, 120);
      var out = new ByteArrayOutputStream();
      Layer written = layer.write(out);
      assertEquals(Digest.of(out.toByteArray()), written.diffId());
      assertEquals(out.size(), written.size());
      try (var reader =
          new LayerReader(new ByteArrayInputStream(out.toByteArray()), LayerReader.Form.LAYER)) {
        for (Entry expected : layer.all()) {
          Entry read = reader.next().orElseThrow();
          assertSame(expected, read, seed);
          if (expected.type() == EntryType.FILE) {
            assertArrayEquals(layer.contents.get(expected.path()), reader.content().readAllBytes());
          }
        }
        assertTrue(reader.next().isEmpty());
        assertEquals(written.diffId(), reader.diffId());
      }
    }
  }

  @Test
  void readingALayerGivesTheIndexThatWritingItGave() throws IOException {
    for (int seed = 0; seed < 30; seed++) {
      var out = new ByteArrayOutputStream();
      Layer written = RandomLayer.of(seed, 120).write(out);
      Layer read = LayerIndexer.index(new ByteArrayInputStream(out.toByteArray()));
      assertEquals(written.diffId(), read.diffId());
      assertEquals(written.size(), read.size());
      assertEquals(written.contentDigest(), read.contentDigest());
      assertArrayEquals(written.index().toBytes(), read.index().toBytes());
    }
  }

  @Test
  void aCompressedLayerHasTheSameDiffIdAndIndex() throws IOException {
    byte[] tar = RandomLayer.of(7, 200).tar();
    Layer plain = LayerIndexer.index(new ByteArrayInputStream(tar));
    for (byte[] packed :
        List.of(gzip(tar), twoMembers(tar), Zstd.compress(tar), bzip2(tar), xz(tar))) {
      Layer read = LayerIndexer.index(new ByteArrayInputStream(packed));
      assertEquals(plain.diffId(), read.diffId());
      assertEquals(plain.contentDigest(), read.contentDigest());
    }
  }

  @Test
  void theSameTreeGivesTheSameBytes() {
    assertArrayEquals(RandomLayer.of(3, 200).tar(), RandomLayer.of(3, 200).tar());
  }

  @Test
  void timesAreNoPartOfTheContentDigest() throws IOException {
    Digest early = one(Entry.file("f", 0644, 0, 0, 1, Instant.ofEpochSecond(5)), "x");
    assertEquals(early, one(Entry.file("f", 0644, 0, 0, 1, Instant.ofEpochSecond(99)), "x"));
    for (Entry other :
        List.of(
            Entry.file("f", 0600, 0, 0, 1, Instant.EPOCH),
            Entry.file("f", 0644, 1, 0, 1, Instant.EPOCH),
            Entry.file("f", 0644, 0, 1, 1, Instant.EPOCH),
            Entry.file("g", 0644, 0, 0, 1, Instant.EPOCH))) {
      assertNotEquals(early, one(other, "x"));
    }
    assertNotEquals(early, one(Entry.file("f", 0644, 0, 0, 1, Instant.EPOCH), "y"));
  }

  @Test
  void aParentThatWasOnlyCopiedUpIsNoPartOfTheContentDigest() throws IOException {
    var with = new LayerWriter(OutputStream.nullOutputStream());
    with.addParent(Entry.directory("d", 0755, 0, 0, Instant.EPOCH));
    with.add(Entry.file("d/f", 0644, 0, 0, 1, Instant.EPOCH), ContentSource.of(new byte[1]));
    var without = new LayerWriter(OutputStream.nullOutputStream());
    without.add(Entry.file("d/f", 0644, 0, 0, 1, Instant.EPOCH), ContentSource.of(new byte[1]));
    Layer a = with.finish();
    Layer b = without.finish();
    assertEquals(a.contentDigest(), b.contentDigest());
    assertNotEquals(a.diffId(), b.diffId());
    assertTrue(a.index().isParent(0));
  }

  @Test
  void anEmptyLayerIsTwoBlocksOfZeros() throws IOException {
    var out = new ByteArrayOutputStream();
    new LayerWriter(out).finish();
    assertArrayEquals(new byte[1024], out.toByteArray());
  }

  @Test
  void aFileThatGrewOrShrankOrChangedIsRefused() {
    for (String bytes : List.of("", "xx", "yyy")) {
      Entry entry =
          Entry.file("f", 0644, 0, 0, 2, Instant.EPOCH)
              .withContent(Digest.of(RandomLayer.utf8("yy")));
      var writer = new LayerWriter(OutputStream.nullOutputStream());
      var e =
          assertThrows(
              LayerException.class,
              () -> writer.add(entry, ContentSource.of(RandomLayer.utf8(bytes))));
      assertTrue(e.getMessage().contains("`f` changed"), e.getMessage());
    }
  }

  @Test
  void aNameThatWouldBeReadAsADeletionIsRefused() {
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    var e =
        assertThrows(
            LayerException.class,
            () -> writer.add(Entry.directory("d/.wh.x", 0755, 0, 0, Instant.EPOCH)));
    assertTrue(e.getMessage().contains("d/.wh.x"), e.getMessage());
  }

  @Test
  void entriesOutOfOrderAreAnError() throws IOException {
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    writer.add(Entry.directory("b", 0755, 0, 0, Instant.EPOCH));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.add(Entry.directory("a", 0755, 0, 0, Instant.EPOCH)));
  }

  @Test
  void aDamagedIndexCountsAsNone() {
    byte[] bytes = index(5).toBytes();
    assertTrue(LayerIndex.fromBytes(bytes).isPresent());
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] = (byte) (damaged[i] ^ 1 << (i % 8));
      assertTrue(LayerIndex.fromBytes(damaged).isEmpty(), "byte " + i);
      if (i % 50 == 0) {
        assertTrue(LayerIndex.fromBytes(Arrays.copyOf(bytes, i)).isEmpty());
      }
    }
  }

  @Test
  void anIndexFindsEachOfItsPathsAndNoOther() {
    for (int seed = 0; seed < 20; seed++) {
      RandomLayer layer = RandomLayer.of(seed, 150);
      LayerIndex index = index(seed);
      for (Entry entry : layer.entries.values()) {
        assertSame(entry, index.find(entry.path()).orElseThrow(), seed);
        assertTrue(index.find(entry.path() + "\uDCFF").isEmpty());
      }
      assertEquals(layer.all().size(), index.entries().size());
    }
  }

  private static LayerIndex index(long seed) {
    try {
      return RandomLayer.of(seed, 150).write(OutputStream.nullOutputStream()).index();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Digest one(Entry entry, String bytes) throws IOException {
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    writer.add(entry, ContentSource.of(RandomLayer.utf8(bytes)));
    return writer.finish().contentDigest();
  }

  /** Equal but for what only one side knows: the digest of the bytes. */
  static void assertSame(Entry expected, Entry actual, long seed) {
    String where = "seed " + seed + ", " + expected.path();
    assertEquals(expected.path(), actual.path(), where);
    assertEquals(expected.type(), actual.type(), where);
    assertEquals(expected.mode(), actual.mode(), where);
    assertEquals(expected.uid(), actual.uid(), where);
    assertEquals(expected.gid(), actual.gid(), where);
    assertEquals(expected.size(), actual.size(), where);
    assertEquals(expected.mtime(), actual.mtime(), where);
    assertEquals(expected.linkTarget(), actual.linkTarget(), where);
    assertEquals(expected.deviceMajor(), actual.deviceMajor(), where);
    assertEquals(expected.deviceMinor(), actual.deviceMinor(), where);
    assertTrue(Xattrs.areEqual(expected.xattrs(), actual.xattrs()), where);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] twoMembers(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(gzip(Arrays.copyOf(bytes, bytes.length / 2)));
    out.write(gzip(Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length)));
    return out.toByteArray();
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var xz = new XZOutputStream(out, new LZMA2Options(1))) {
      xz.write(bytes);
    }
    return out.toByteArray();
  }
}
