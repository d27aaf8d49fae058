package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobAndTreeTest {
  @TempDir Path temporary;
  private StoreDirectory store;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void aBlobIsNamedByTheDigestOfItsBytes() throws IOException {
    try (BlobWriter writer = store.blobs().newBlob()) {
      writer.write(utf8("hel"));
      writer.write(utf8("lo"));
      assertEquals(new BlobWriter.Committed(Digest.of(utf8("hello")), 5), writer.commit());
    }
    Digest digest = Digest.of(utf8("hello"));
    assertTrue(store.blobs().has(digest));
    assertEquals(5, store.blobs().size(digest));
    assertEquals(List.of(digest), store.blobs().list());
    assertTrue(store.images().resolve("blobs/sha256/" + digest.hex()).toFile().isFile());
    assertTrue(store.blobs().delete(digest));
    assertFalse(store.blobs().delete(digest));
  }

  @Test
  void aBlobWithAnotherDigestThanExpectedIsNotStored() throws IOException {
    Digest expected = Digest.of(utf8("hello"));
    try (BlobWriter writer = store.blobs().newBlob()) {
      writer.write(utf8("hullo"));
      var e = assertThrows(StoreException.class, () -> writer.commit(expected));
      assertTrue(e.getMessage().contains(expected.toString()), e.getMessage());
    }
    assertTrue(store.blobs().list().isEmpty());
  }

  @Test
  void aBlobThatIsNotCommittedIsNotStored() throws IOException {
    try (BlobWriter writer = store.blobs().newBlob()) {
      writer.write(utf8("x"));
    }
    assertTrue(store.blobs().list().isEmpty());
  }

  @Test
  void aTreeAppearsWholeUnderItsDiffId() throws IOException {
    Digest diffId = Digest.of(utf8("layer"));
    TreeStore trees = store.trees("map1");
    assertTrue(trees.find(diffId).isEmpty());
    Path staged = trees.stage();
    Path upper = Files.createDirectory(staged.resolve("upper"));
    Files.writeString(upper.resolve("f"), "1");
    Path tree = trees.adopt(upper, diffId);
    trees.discard(staged);
    assertEquals("1", Files.readString(tree.resolve("f")));
    assertEquals(tree, trees.find(diffId).orElseThrow());
    assertTrue(store.trees("map2").find(diffId).isEmpty());
    assertEquals(List.of(diffId), trees.list());
  }

  @Test
  void whoComesSecondWithATreeGetsTheFirstOne() throws IOException {
    Digest diffId = Digest.of(utf8("layer"));
    TreeStore trees = store.trees("map");
    for (String text : List.of("first", "second")) {
      Path staged = trees.stage();
      Files.writeString(staged.resolve("f"), text);
      trees.adopt(staged, diffId);
      assertFalse(Files.exists(staged));
    }
    assertEquals("first", Files.readString(trees.path(diffId).resolve("f")));
  }

  @Test
  void aTreeWithClosedDirectoriesIsDeleted() throws IOException {
    Digest diffId = Digest.of(utf8("layer"));
    TreeStore trees = store.trees("map");
    Path staged = trees.stage();
    Path inner = Files.createDirectories(staged.resolve("work/inner"));
    Files.writeString(inner.resolve("f"), "x");
    Files.createSymbolicLink(staged.resolve("out"), temporary);
    Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("---------"));
    trees.adopt(staged, diffId);
    assertTrue(trees.delete(diffId, TreeRemover.walking()));
    assertFalse(trees.delete(diffId, TreeRemover.walking()));
    assertTrue(trees.find(diffId).isEmpty());
    assertTrue(Files.exists(temporary), "a symlink is deleted, not what it points to");
  }

  @Test
  void filesBesideALayerAreReplacedAndDeletedTogether() throws IOException {
    Digest diffId = Digest.of(utf8("layer"));
    assertTrue(store.layers().read(diffId, "index").isEmpty());
    store.layers().write(diffId, "index", utf8("1"));
    store.layers().write(diffId, "index", utf8("2"));
    store.layers().write(diffId, "facts", utf8("3"));
    assertEquals(
        "2",
        new String(store.layers().read(diffId, "index").orElseThrow(), StandardCharsets.UTF_8));
    assertEquals(List.of(diffId), store.layers().list());
    assertTrue(store.layers().delete(diffId));
    assertFalse(store.layers().delete(diffId));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
