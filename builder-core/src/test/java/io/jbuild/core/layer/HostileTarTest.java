package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.TreeRemover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileTarTest {
  @TempDir Path temporary;

  private static final SpecialFiles NOTHING_SPECIAL = (root, operations) -> {};

  @Test
  void namesThatLeadOutAreRefused() {
    for (String name : List.of("../evil", "a/../../evil", "./../evil", "..")) {
      refused(new TarBytes().file(name, "x"), "leads out of the archive's root");
    }
  }

  @Test
  void absoluteNamesAreRelativeToTheRoot() throws IOException {
    LayerIndex index = index(new TarBytes().file("/etc/x", "1").file("/../y", "2"));
    assertEquals(List.of("etc/x", "y"), paths(index));
  }

  @Test
  void hardlinksToTheOutsideAreRefused() {
    refused(new TarBytes().link('1', "l", "../../etc/passwd"), "outside of the root");
    refused(new TarBytes().link('1', "l", "/etc/passwd"), "which is no other file");
    refused(new TarBytes().directory("d").link('1', "l", "d"), "which is no other file");
    refused(new TarBytes().link('1', "l", "l"), "which is no other file");
  }

  @Test
  void aSymlinkOfAnArchiveThatLeadsOutIsRefusedForAdd() throws IOException {
    byte[] tar = new TarBytes().link('2', "d/l", "../../evil").bytes();
    try (var reader = new LayerReader(new ByteArrayInputStream(tar), LayerReader.Form.ARCHIVE)) {
      var e = assertThrows(LayerException.class, reader::next);
      assertTrue(e.getMessage().contains("leads out"), e.getMessage());
    }
    try (var reader = new LayerReader(new ByteArrayInputStream(tar), LayerReader.Form.LAYER)) {
      assertEquals("../../evil", reader.next().orElseThrow().linkTarget());
    }
  }

  @Test
  void filesBelowASymlinkLandInsideTheRoot() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    var tar =
        new TarBytes()
            .link('2', "abs", outside.toString())
            .link('2', "up", "../../../../outside")
            .file("abs/f", "1")
            .file("up/g", "2");
    Path tree = unpack(tar);
    try (Stream<Path> files = Files.list(outside)) {
      assertEquals(0, files.count());
    }
    assertEquals("1", Files.readString(tree.resolve(outside.toString().substring(1)).resolve("f")));
    assertEquals("2", Files.readString(tree.resolve("outside/g")));
    assertTrue(paths(index(tar)).contains("outside/g"));
  }

  @Test
  void symlinksInACircleAndFilesBelowAFileAreRefused() {
    refused(new TarBytes().link('2', "a", "b").link('2', "b", "a").file("a/f", "x"), "in a circle");
    refused(new TarBytes().file("a", "x").file("a/b", "x"), "`a` is not a directory");
  }

  @Test
  void theLastOfAPathWins() throws IOException {
    var tar =
        new TarBytes()
            .file("f", "old")
            .link('1', "hard", "f")
            .file("d/inner", "x")
            .file("f", "new")
            .file("d", "now a file")
            .link('2', "s", "f")
            .file("s", "no longer a link");
    Path tree = unpack(tar);
    assertEquals("new", Files.readString(tree.resolve("f")));
    assertEquals("old", Files.readString(tree.resolve("hard")));
    assertEquals("now a file", Files.readString(tree.resolve("d")));
    assertEquals("no longer a link", Files.readString(tree.resolve("s")));
    LayerIndex index = index(tar);
    assertEquals(List.of("d", "f", "hard", "s"), paths(index));
    assertEquals(EntryType.FILE, index.find("hard").orElseThrow().type());
    assertEquals(3, index.find("hard").orElseThrow().size());
  }

  @Test
  void whiteoutsOfNothingAreRefused() {
    for (String name : List.of(".wh.", "d/.wh..", "d/.wh...")) {
      refused(new TarBytes().file(name, ""), "whiteout of nothing");
    }
  }

  @Test
  void absurdSizesAndIdsAndNamesAreRefused() {
    refused(new TarBytes().pax("size=-5\n").file("f", "x"), "size below zero");
    refused(new TarBytes().pax("size=9223372036854775807\n").file("f", "x"), "cut off");
    refused(new TarBytes().pax("uid=99999999999\n").file("f", "x"), "no valid ids");
    refused(new TarBytes().file("n".repeat(256), "x"), "more than 255 bytes");
    refused(
        new TarBytes()
            .pax(
                "GNU.sparse.major=0\n",
                "GNU.sparse.size=9000000000000000\n",
                "GNU.sparse.map=0,1\n")
            .file("f", "x"),
        "more than 64 GiB");
  }

  @Test
  void aCutArchiveIsRefusedAndNothingElseHappens() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(2000)).file("b", "y").bytes();
    for (int length : List.of(1, 511, 513, 1000, 2559, 3000)) {
      byte[] cut = Arrays.copyOf(tar, length);
      var e =
          assertThrows(
              LayerException.class, () -> LayerIndexer.index(new ByteArrayInputStream(cut)));
      assertTrue(e.getMessage().contains("cut off"), e.getMessage());
    }
  }

  @Test
  void whatIsNoTarSaysSo() {
    var bytes = RandomLayer.utf8("<html>not found</html>".repeat(100));
    var e =
        assertThrows(
            LayerException.class, () -> LayerIndexer.index(new ByteArrayInputStream(bytes)));
    assertTrue(e.getMessage().contains("not a tar archive"), e.getMessage());
  }

  @Test
  void aMutatedTarIsReadOrRefusedButNeverWritesOutside() throws IOException {
    var random = new Random(42);
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      seeds.add(RandomLayer.plain(i, 25).tar());
      seeds.add(RandomLayer.of(i, 25).tar());
    }
    Path root = Files.createDirectory(temporary.resolve("fuzz"));
    for (int round = 0; round < 1200; round++) {
      byte[] tar = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        LayerIndexer.index(new ByteArrayInputStream(tar));
      } catch (LayerException e) {
        assertTrue(e.getMessage() != null, "round " + round);
      }
      if (round % 15 == 0) {
        Path tree = Files.createDirectory(root.resolve("t" + round));
        try {
          new Unpacker(tree, Ownership.SINGLE, NOTHING_SPECIAL)
              .unpack(new ByteArrayInputStream(tar));
        } catch (IOException e) {
          assertTrue(e.getMessage() != null, "round " + round);
        }
        TreeRemover.walking().remove(tree);
        try (Stream<Path> left = Files.list(root)) {
          assertEquals(0, left.count(), "round " + round);
        }
      }
    }
  }

  /** Flips bytes mostly in headers, and mends their checksums so that the change is seen. */
  private static byte[] mutate(byte[] original, Random random) {
    byte[] tar = original.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int block = random.nextInt(tar.length / 512) * 512;
      switch (random.nextInt(4)) {
        case 0 -> tar[block + random.nextInt(512)] = (byte) random.nextInt(256);
        case 1 ->
            tar[block + random.nextInt(157)] = (byte) "/.0189xg\0\u0080".charAt(random.nextInt(10));
        case 2 -> tar[block + 156] = (byte) "0123456LKxgSDMVZ\0".charAt(random.nextInt(17));
        default -> {
          int from = random.nextInt(tar.length / 512) * 512;
          System.arraycopy(tar, from, tar, block, Math.min(512, tar.length - block));
        }
      }
      if (random.nextInt(5) != 0) {
        TarBytes.mendChecksum(tar, block);
      }
    }
    return random.nextInt(6) == 0 ? Arrays.copyOf(tar, random.nextInt(tar.length)) : tar;
  }

  private void refused(TarBytes tar, String expected) {
    var e = assertThrows(LayerException.class, () -> unpack(tar));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  private Path unpack(TarBytes tar) throws IOException {
    Path tree = Files.createTempDirectory(temporary, "tree");
    new Unpacker(tree, Ownership.SINGLE, NOTHING_SPECIAL)
        .unpack(new ByteArrayInputStream(tar.bytes()));
    return tree;
  }

  private static LayerIndex index(TarBytes tar) throws IOException {
    return LayerIndexer.index(new ByteArrayInputStream(tar.bytes())).index();
  }

  private static List<String> paths(LayerIndex index) {
    return index.entries().stream().map(Entry::path).toList();
  }
}
