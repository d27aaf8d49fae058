package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackAndDiffTest {
  @TempDir Path temporary;

  @Test
  void anUnpackedLayerIsTheLayerAgainWhenItIsScanned() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      RandomLayer layer = RandomLayer.plain(seed, 80);
      Path tree = Files.createDirectory(temporary.resolve("tree" + seed));
      var out = new ByteArrayOutputStream();
      Layer written = layer.write(out);
      Layer read =
          LayerIndexer.indexAndUnpack(
              new ByteArrayInputStream(out.toByteArray()),
              written.diffId(),
              new Unpacker(tree, Ownership.SINGLE, new CommandFiles()));
      assertEquals(written.contentDigest(), read.contentDigest());
      List<DirectoryEntries.OnDisk> files = DirectoryEntries.walk(tree);
      assertEquals(
          List.copyOf(layer.entries.keySet()),
          files.stream().map(file -> file.entry().path()).toList());
      for (DirectoryEntries.OnDisk file : files) {
        Entry expected = layer.entries.get(file.entry().path());
        assertEquals(expected.mode(), file.entry().mode(), expected.path());
        assertEquals(expected.mtime(), file.entry().mtime(), expected.path());
        if (expected.type() == EntryType.HARDLINK) {
          assertTrue(file.links() > 1);
        } else {
          assertEquals(expected.type(), file.entry().type());
          assertEquals(expected.linkTarget(), file.entry().linkTarget());
        }
        if (expected.type() == EntryType.FILE) {
          assertArrayEquals(layer.contents.get(expected.path()), Files.readAllBytes(file.path()));
        }
      }
    }
  }

  @Test
  void anUpperDirectoryThatHoldsALayerGivesThatLayer() throws IOException {
    for (int seed = 0; seed < 15; seed++) {
      RandomLayer layer = RandomLayer.plain(seed, 80);
      Path upper = unpack(layer.tar(), Ownership.SINGLE);
      // The root's own metadata is no part of this; who runs the test owns the files.
      Entry root = DirectoryEntries.read(upper, "").entry();
      var lower = new RootfsView(List.of(LayerIndex.of(List.of(root))), level -> temporary);
      var out = new ByteArrayOutputStream();
      var writer = new LayerWriter(out);
      UpperDiff.write(upper, lower, Map.of(), writer);
      Layer written = writer.finish();
      List<String> paths = written.index().entries().stream().map(Entry::path).toList();
      assertEquals(List.copyOf(layer.entries.keySet()), paths, "seed " + seed);
      for (Entry entry : written.index().entries()) {
        Entry expected = layer.entries.get(entry.path());
        assertEquals(expected.type(), entry.type(), entry.path());
        assertEquals(expected.linkTarget(), entry.linkTarget(), entry.path());
        assertEquals(expected.size(), entry.size(), entry.path());
        assertEquals(expected.mode(), entry.mode(), entry.path());
      }
    }
  }

  @Test
  void deletionsBecomeOverlayMarksAndAreReadBackFromThem() throws IOException {
    RandomLayer base = RandomLayer.plain(1, 0);
    put(base, Entry.directory("d", 0755, uid(), gid(), Instant.ofEpochSecond(9)));
    put(base, file("d/old"));
    put(base, file("gone"));
    LayerIndex lowerIndex = base.write(OutputStream.nullOutputStream()).index();
    var writerOut = new ByteArrayOutputStream();
    var writer = new LayerWriter(writerOut);
    writer.add(Entry.directory("d", 0755, uid(), gid(), Instant.ofEpochSecond(9)));
    writer.add(Entry.opaque("d"));
    writer.add(file("d/new"), ContentSource.of(new byte[0]));
    writer.add(Entry.whiteout("gone"));
    writer.add(file("hello"), ContentSource.of(new byte[0]));
    Layer second = writer.finish();

    Path tree = unpack(writerOut.toByteArray(), Ownership.SINGLE);
    assertEquals(
        EntryType.WHITEOUT, DirectoryEntries.read(tree.resolve("gone"), "gone").entry().type());
    var view = Files.getFileAttributeView(tree.resolve("d"), UserDefinedFileAttributeView.class);
    var value = ByteBuffer.allocate(1);
    view.read("overlay.opaque", value);
    assertEquals('y', value.get(0));

    Entry root = DirectoryEntries.read(tree, "").entry();
    var lower =
        new RootfsView(List.of(LayerIndex.of(List.of(root)), lowerIndex), layer -> temporary);
    var again = new LayerWriter(OutputStream.nullOutputStream());
    UpperDiff.write(tree, lower, Map.of(), again);
    assertEquals(second.contentDigest(), again.finish().contentDigest());
  }

  @Test
  void anOpaqueMarkOrWhiteoutOverNothingIsNotRecorded() throws IOException {
    Path upper = Files.createDirectory(temporary.resolve("upper"));
    Path directory = Files.createDirectory(upper.resolve("new"));
    Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class)
        .write("overlay.opaque", ByteBuffer.wrap(new byte[] {'y'}));
    new CommandFiles().apply(upper, List.of(new SpecialFiles.Operation.Whiteout("never-there")));
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    UpperDiff.write(upper, withRoot(upper), Map.of(), writer);
    List<Entry> entries = writer.finish().index().entries();
    assertEquals(List.of("new"), entries.stream().map(Entry::path).toList());
  }

  @Test
  void aParentThatOnlyHoldsAChangeIsNotAChange() throws IOException {
    Path upper = Files.createDirectory(temporary.resolve("upper"));
    Path etc = Files.createDirectory(upper.resolve("etc"));
    Files.writeString(etc.resolve("new"), "x");
    Entry below = DirectoryEntries.read(etc, "etc").entry().withMtime(Instant.EPOCH);
    Entry root = DirectoryEntries.read(upper, "").entry();
    var lower = new RootfsView(List.of(LayerIndex.of(List.of(root, below))), layer -> temporary);
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    UpperDiff.write(upper, lower, Map.of(), writer);
    LayerIndex index = writer.finish().index();
    assertEquals(2, index.size());
    assertTrue(index.isParent(0));
  }

  @Test
  void xattrsComeFromTheReportWithoutTheOverlaysOwn() throws IOException {
    Path upper = Files.createDirectory(temporary.resolve("upper"));
    Files.writeString(upper.resolve("f"), "x");
    byte[] capability = {1, 0, 0, 2};
    var xattrs =
        new TreeMap<>(
            Map.of("security.capability", capability, "user.overlay.origin", new byte[] {1}));
    var writer = new LayerWriter(OutputStream.nullOutputStream());
    UpperDiff.write(upper, withRoot(upper), Map.of("f", xattrs), writer);
    Entry entry = writer.finish().index().find("f").orElseThrow();
    assertEquals(List.of("security.capability"), List.copyOf(entry.xattrs().keySet()));
    assertArrayEquals(capability, entry.xattrs().get("security.capability"));
  }

  @Test
  void fifosAndUnusualSymlinksAreMadeBySpecialFiles() throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new LayerWriter(out);
    var time = Instant.ofEpochSecond(1000);
    writer.add(
        new Entry(
            "fifo",
            EntryType.FIFO,
            0640,
            0,
            0,
            0,
            time,
            "",
            0,
            0,
            new TreeMap<>(),
            Optional.empty()));
    writer.add(Entry.symlink("link", "a//b/", 0, 0, time));
    writer.finish();
    Path tree = unpack(out.toByteArray(), Ownership.SINGLE);
    Entry fifo = DirectoryEntries.read(tree.resolve("fifo"), "fifo").entry();
    assertEquals(EntryType.FIFO, fifo.type());
    assertEquals(0640, fifo.mode());
    assertEquals(time, fifo.mtime());
    Entry link = DirectoryEntries.read(tree.resolve("link"), "link").entry();
    assertEquals("a//b/", link.linkTarget());
    assertEquals(time, link.mtime());
  }

  @Test
  void withASingleIdSetuidBitsOfOthersAreDropped() throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = new LayerWriter(out);
    writer.add(Entry.file("a", 06755, 5, 6, 0, Instant.EPOCH));
    writer.add(Entry.file("b", 06755, 0, 6, 0, Instant.EPOCH));
    writer.add(Entry.file("c", 06755, 0, 0, 0, Instant.EPOCH));
    writer.finish();
    Path tree = unpack(out.toByteArray(), Ownership.SINGLE);
    assertEquals(0755, DirectoryEntries.read(tree.resolve("a"), "a").entry().mode());
    assertEquals(04755, DirectoryEntries.read(tree.resolve("b"), "b").entry().mode());
    assertEquals(06755, DirectoryEntries.read(tree.resolve("c"), "c").entry().mode());
  }

  @Test
  void recordsOfTheOverlayInALayerAreNotTaken() throws IOException {
    byte[] tar =
        new TarBytes()
            .pax("SCHILY.xattr.user.overlay.redirect=/etc\n", "SCHILY.xattr.user.mine=1\n")
            .directory("d")
            .bytes();
    Path tree = unpack(tar, Ownership.SINGLE);
    assertEquals(
        List.of("mine"),
        Files.getFileAttributeView(
                tree.resolve("d"), UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .list());
    assertEquals(
        List.of("user.mine"),
        List.copyOf(
            LayerIndexer.index(new ByteArrayInputStream(tar))
                .index()
                .find("d")
                .orElseThrow()
                .xattrs()
                .keySet()));
  }

  private Path unpack(byte[] tar, Ownership ownership) throws IOException {
    Path tree = Files.createTempDirectory(temporary, "tree");
    new Unpacker(tree, ownership, new CommandFiles()).unpack(new ByteArrayInputStream(tar));
    return tree;
  }

  private RootfsView withRoot(Path upper) throws IOException {
    Entry root = DirectoryEntries.read(upper, "").entry();
    return new RootfsView(List.of(LayerIndex.of(List.of(root))), layer -> temporary);
  }

  private void put(RandomLayer layer, Entry entry) {
    layer.entries.put(entry.path(), entry);
    if (entry.type() == EntryType.FILE) {
      layer.contents.put(entry.path(), new byte[0]);
    }
  }

  private Entry file(String path) throws IOException {
    return Entry.file(path, 0644, uid(), gid(), 0, Instant.ofEpochSecond(9));
  }

  private int uid() throws IOException {
    return DirectoryEntries.read(temporary, "").entry().uid();
  }

  private int gid() throws IOException {
    return DirectoryEntries.read(temporary, "").entry().gid();
  }
}
