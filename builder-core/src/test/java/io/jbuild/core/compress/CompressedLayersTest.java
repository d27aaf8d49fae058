package io.jbuild.core.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.Decompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompressedLayersTest {
  @TempDir private Path folder;
  private StoreDirectory store;
  private byte[] tar;
  private Descriptor layer;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(folder.resolve("store"));
    fill(700_000);
  }

  private void fill(int length) throws IOException {
    tar = new byte[length];
    var random = new Random(1);
    for (int i = 0; i < tar.length; i++) {
      tar[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(64) : i / 7);
    }
    layer = Descriptor.of(MediaTypes.OCI_LAYER_TAR, store.blobs().put(tar), tar.length);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void compressedOnceIsKnownTheNextTime() throws IOException {
    AtomicLong bytes = new AtomicLong();
    for (Compression.Kind kind : Compression.Kind.values()) {
      Compression compression = kind.usual();
      bytes.set(0);
      Descriptor first = layers(2).compress(layer, layer.digest(), compression, bytes::addAndGet);
      assertEquals(tar.length, bytes.get());
      assertEquals(kind, Compression.ofMediaType(first.mediaType()));
      assertEquals(store.blobs().size(first.digest()), first.size());
      try (var in = Decompression.open(store.blobs().open(first.digest()))) {
        assertArrayEquals(tar, in.readAllBytes());
      }
      bytes.set(0);
      Descriptor again = layers(1).compress(layer, layer.digest(), compression, bytes::addAndGet);
      assertEquals(first, again);
      assertEquals(0, bytes.get());
    }
  }

  @Test
  void layerThatIsCompressedWhileItIsWrittenIsTheSame() throws IOException {
    fill(5 << 20);
    for (Compression.Kind kind : List.of(Compression.Kind.GZIP, Compression.Kind.ZSTD)) {
      Compression how = kind.usual();
      Descriptor usual = layers(2).compress(layer, layer.digest(), how, bytes -> {});
      store.layers().delete(layer.digest());
      AtomicLong bytes = new AtomicLong();
      try (CompressedLayers early = layers(2);
          BlobWriter again = store.blobs().newHashedBlob()) {
        early.begin(again, how, BlobWriter.Reader.NONE);
        for (int at = 0; at < tar.length; at += 100_000) {
          again.write(tar, at, Math.min(100_000, tar.length - at));
        }
        again.commit(layer.digest());
        assertEquals(usual, early.compress(layer, layer.digest(), how, bytes::addAndGet));
      }
      assertEquals(tar.length, bytes.get());
    }
  }

  @Test
  void layerThatIsGivenUpLeavesNothing() throws IOException {
    try (CompressedLayers early = layers(2)) {
      try (BlobWriter given = store.blobs().newHashedBlob()) {
        early.begin(given, Compression.GZIP, BlobWriter.Reader.NONE);
        given.write(tar);
      }
    }
    assertEquals(List.of(layer.digest()), store.blobs().list());
    assertEquals(List.of(), store.layers().list());
  }

  @Test
  void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
    // More than one job of zstd's workers.
    fill(9 << 20);
    for (Compression.Kind kind : List.of(Compression.Kind.GZIP, Compression.Kind.ZSTD)) {
      Descriptor first = null;
      for (int threads = 1; threads <= 3; threads++) {
        Descriptor made =
            layers(threads).compress(layer, layer.digest(), kind.usual(), bytes -> {});
        assertEquals(first == null ? made : first, made, kind + " with " + threads);
        first = made;
        store.layers().delete(layer.digest());
      }
    }
  }

  @Test
  void bytesDoNotDependOnWhatWasCompressedBefore() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    var random = new Random(5);
    for (int i = 0; i < 600; i++) {
      byte[] bytes = new byte[random.nextInt(20_000)];
      random.nextBytes(bytes);
      files.put("f%04d".formatted(i), bytes);
    }
    Descriptor before = plain(TarPiecesTest.tar(files));
    files.put("f0300", new byte[5000]);
    byte[] changed = TarPiecesTest.tar(files);
    Descriptor after = plain(changed);
    for (Compression.Kind kind : List.of(Compression.Kind.GZIP, Compression.Kind.ZSTD)) {
      Compression how = kind.usual();
      Descriptor alone = layers(2).compress(after, after.digest(), how, bytes -> {});
      store.layers().delete(after.digest());
      Descriptor earlier = layers(2).compress(before, before.digest(), how, bytes -> {});
      assertEquals(alone, layers(2).compress(after, after.digest(), how, bytes -> {}));
      store.layers().delete(after.digest());
      // Damaged in the middle: what is damaged there is compressed anew.
      Path blob = store.blobs().path(earlier.digest());
      byte[] damaged = Files.readAllBytes(blob);
      Arrays.fill(damaged, damaged.length / 3, damaged.length / 2, (byte) 0);
      Files.write(blob, damaged);
      assertEquals(alone, layers(2).compress(after, after.digest(), how, bytes -> {}));
      try (var in = Decompression.open(store.blobs().open(alone.digest()))) {
        assertArrayEquals(changed, in.readAllBytes());
      }
    }
  }

  @Test
  void unchangedFilesAreNotCompressedAgain() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      files.put("f%04d".formatted(i), Arrays.copyOf(tar, 10_000 + i));
    }
    Descriptor before = plain(TarPiecesTest.tar(files));
    Descriptor made = layers(2).compress(before, before.digest(), Compression.GZIP, bytes -> {});
    String list = "gzip-1-" + MemberFormat.FORM + ".members";
    KnownMembers known = KnownMembers.of(store, "gzip-1-" + MemberFormat.FORM);
    files.put("f0300", new byte[5000]);
    List<Digest> fresh = new ArrayList<>();
    var cutter =
        new TarPieces(
            (piece, length) -> {
              byte[] sha256 = Digest.sha256().digest(Arrays.copyOf(piece, length));
              if (known.find(sha256).isEmpty()) {
                fresh.add(Digest.of(sha256));
              }
              return new byte[piece.length];
            });
    byte[] changed = TarPiecesTest.tar(files);
    cutter.write(changed, 0, changed.length);
    cutter.finish();
    assertTrue(!fresh.isEmpty() && fresh.size() <= 3, fresh.size() + " members are new");
    assertTrue(store.layers().read(before.digest(), list).isPresent());
    assertTrue(store.blobs().has(made.digest()));
  }

  private Descriptor plain(byte[] bytes) throws IOException {
    return Descriptor.of(MediaTypes.OCI_LAYER_TAR, store.blobs().put(bytes), bytes.length);
  }

  @Test
  void memoryWithoutItsBlobIsNone() throws IOException {
    Descriptor made = layers(2).compress(layer, layer.digest(), Compression.GZIP, bytes -> {});
    assertEquals(Optional.of(made), layers(2).known(layer.digest(), Compression.GZIP));
    store.blobs().delete(made.digest());
    assertEquals(Optional.empty(), layers(2).known(layer.digest(), Compression.GZIP));
    assertEquals(made, layers(2).compress(layer, layer.digest(), Compression.GZIP, bytes -> {}));
  }

  @Test
  void compressedLayerIsMadeIntoAnotherCompression() throws IOException {
    Descriptor gzip = layers(2).compress(layer, layer.digest(), Compression.GZIP, bytes -> {});
    Descriptor zstd =
        layers(2).compress(gzip, layer.digest(), Compression.Kind.ZSTD.usual(), bytes -> {});
    assertEquals(MediaTypes.OCI_LAYER_ZSTD, zstd.mediaType());
    Descriptor plain =
        layers(2).compress(zstd, layer.digest(), Compression.Kind.UNCOMPRESSED.usual(), b -> {});
    assertEquals(layer, plain);
  }

  @Test
  void damagedLayerIsNotCompressed() throws IOException {
    byte[] other = tar.clone();
    other[1000]++;
    Files.write(store.blobs().path(layer.digest()), other);
    int before = store.blobs().list().size();
    var e =
        assertThrows(
            ImageFormatException.class,
            () -> layers(2).compress(layer, layer.digest(), Compression.GZIP, bytes -> {}));
    assertTrue(e.getMessage().contains("is damaged in the store"), e.getMessage());
    assertEquals(before, store.blobs().list().size());
    assertEquals(Optional.empty(), layers(2).known(layer.digest(), Compression.GZIP));
    assertEquals(Digest.of(tar), layer.digest());
  }

  private CompressedLayers layers(int threads) {
    return new CompressedLayers(store, threads);
  }
}
