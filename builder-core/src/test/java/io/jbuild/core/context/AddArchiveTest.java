package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.LayerException;
import io.jbuild.grammar.ModeChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class AddArchiveTest {
  private static final CopyOptions PLAIN =
      new CopyOptions(Optional.empty(), Optional.empty(), Instant.EPOCH);

  @TempDir Path folder;

  /** Writes tars with any content, also hostile ones. */
  private static final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

    Tar directory(String path) throws IOException {
      return add(path + "/", TarConstants.LF_DIR, "", "");
    }

    Tar file(String path, String text) throws IOException {
      return add(path, TarConstants.LF_NORMAL, "", text);
    }

    Tar symlink(String path, String target) throws IOException {
      return add(path, TarConstants.LF_SYMLINK, target, "");
    }

    Tar hardlink(String path, String target) throws IOException {
      return add(path, TarConstants.LF_LINK, target, "");
    }

    private Tar add(String path, byte type, String target, String text) throws IOException {
      var entry = new TarArchiveEntry(path, type, true);
      entry.setMode(type == TarConstants.LF_DIR ? 0750 : 0640);
      entry.setIds(7, 8);
      entry.setLinkName(target);
      entry.setSize(text.length());
      out.putArchiveEntry(entry);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      out.finish();
      return bytes.toByteArray();
    }
  }

  private MemoryTree add(MemoryTree tree, byte[] archive, String destination) throws IOException {
    return add(tree, archive, destination, PLAIN);
  }

  private MemoryTree add(MemoryTree tree, byte[] archive, String destination, CopyOptions options)
      throws IOException {
    Path context = Files.createDirectories(folder.resolve("context"));
    Files.write(context.resolve("a.tar"), archive);
    var source = BuildContext.open(context, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
    List<CopyInput> inputs = List.of(new CopyInput.Pattern("a.tar"));
    var selection = CopySelection.select(source, "the build context", inputs, CopyFilter.UNPACK);
    Path spool = Files.createDirectories(folder.resolve("spool"));
    try (var plan = CopyPlan.of(List.of(selection), tree, destination, options, spool)) {
      tree.apply(plan.entries());
    } finally {
      try (Stream<Path> left = Files.list(spool)) {
        assertEquals(0, left.count(), "nothing is left of the spool");
      }
    }
    return tree;
  }

  private static String text(MemoryTree tree, String path) {
    return new String(tree.bytes(path), StandardCharsets.UTF_8);
  }

  @Test
  void filesKeepTheirOwnersAndFoldersThatAreNotListedBelongToRoot() throws IOException {
    byte[] tar = new Tar().file("x/y/f", "text").directory("d").bytes();
    MemoryTree tree = add(new MemoryTree(), tar, "/t");
    assertEquals(Set.of("t", "t/d", "t/x", "t/x/y", "t/x/y/f"), tree.touched);
    Entry file = tree.find("t/x/y/f").orElseThrow();
    assertEquals("640 7 8", "%o %d %d".formatted(file.mode(), file.uid(), file.gid()));
    Entry made = tree.find("t/x").orElseThrow();
    assertEquals("755 0 0", "%o %d %d".formatted(made.mode(), made.uid(), made.gid()));
    assertEquals("text", text(tree, "t/x/y/f"));
  }

  @Test
  void chmodDoesNotTouchWhatComesOutOfAnArchive() throws IOException {
    var options =
        new CopyOptions(Optional.empty(), Optional.of(ModeChange.parse("0777")), Instant.EPOCH);
    MemoryTree tree = add(new MemoryTree(), new Tar().file("f", "").bytes(), "/t/", options);
    assertEquals(0640, tree.find("t/f").orElseThrow().mode());
  }

  @Test
  void linksAreFollowedInsideTheTargetAlone() throws IOException {
    byte[] tar =
        new Tar()
            .symlink("up", "../../..")
            .file("up/etc/f", "1")
            .symlink("abs", "/etc")
            .file("abs/g", "2")
            .bytes();
    MemoryTree tree = add(new MemoryTree().directory("etc", 0755, 0, 0), tar, "/t/");
    assertEquals("1", text(tree, "t/etc/f"));
    assertEquals("2", text(tree, "t/etc/g"));
    assertFalse(tree.find("etc/f").isPresent());
  }

  @Test
  void aFolderOnASymlinkToAFolderStaysASymlink() throws IOException {
    var usrmerged =
        new MemoryTree()
            .directory("usr", 0755, 0, 0)
            .directory("usr/bin", 0755, 0, 0)
            .symlink("bin", "usr/bin");
    MemoryTree tree = add(usrmerged, new Tar().directory("bin").file("bin/tool", "x").bytes(), "/");
    assertEquals(EntryType.SYMLINK, tree.find("bin").orElseThrow().type());
    assertEquals("x", text(tree, "usr/bin/tool"));
    assertEquals(0750, tree.find("usr/bin").orElseThrow().mode());
  }

  @Test
  void whatIsThereIsReplacedWhateverItsType() throws IOException {
    var image =
        new MemoryTree()
            .file("f", 0644, 0, 0, "old")
            .directory("d", 0755, 0, 0)
            .file("d/gone", 0644, 0, 0, "")
            .directory("e", 0755, 0, 0)
            .file("e/gone", 0644, 0, 0, "");
    byte[] tar =
        new Tar()
            .directory("f")
            .file("f/new", "1")
            .file("d", "2")
            .file("e", "3")
            .directory("e")
            .file("e/new", "4")
            .bytes();
    MemoryTree tree = add(image, tar, "/");
    assertEquals("1", text(tree, "f/new"));
    assertEquals("2", text(tree, "d"));
    assertEquals("4", text(tree, "e/new"));
    assertEquals(Optional.empty(), tree.find("e/gone"));
    assertEquals(Optional.empty(), tree.find("d/gone"));
  }

  @Test
  void hardlinksShareTheirFileAlsoOneOfTheImage() throws IOException {
    var image = new MemoryTree().file("old", 0600, 1, 2, "image");
    byte[] tar =
        new Tar()
            .file("b", "text")
            .hardlink("a", "b")
            .hardlink("c", "/b")
            .hardlink("z", "old")
            .bytes();
    MemoryTree tree = add(image, tar, "/");
    assertEquals("a", tree.hardlinks.get("b"));
    assertEquals("a", tree.hardlinks.get("c"));
    assertEquals("old", tree.hardlinks.get("z"));
    assertEquals("image", text(tree, "z"));
  }

  @Test
  void hostileAndBrokenArchivesAreRefused() throws IOException {
    byte[] whole = gzip(new Tar().file("f", "x".repeat(5000)).file("g", "y").bytes());
    List<byte[]> bad =
        List.of(
            new Tar().file("../f", "").bytes(),
            new Tar().file("ok", "").hardlink("l", "../../etc/passwd").bytes(),
            new Tar().hardlink("l", "missing").bytes(),
            new Tar().file(".wh.f", "").bytes(),
            new Tar().symlink("a", "b").symlink("b", "a").file("a/f", "").bytes(),
            new Tar().file("f", "").file("f/g", "").bytes(),
            Arrays.copyOf(whole, whole.length - 12));
    for (byte[] archive : bad) {
      var e = assertThrows(ContextException.class, () -> add(new MemoryTree(), archive, "/t/"));
      assertFalse(e.getMessage().contains("Exception"), e.getMessage());
    }
  }

  @Test
  void archivesThatGrowWithoutEndAreRefusedAndNothingStays() throws IOException {
    try (var spool = new ArchiveSpool(folder, 1000, 3)) {
      spool.count(1000);
      spool.add(new ByteArrayInputStream(new byte[600]));
      assertThrows(LayerException.class, () -> spool.count(401));
      assertThrows(LayerException.class, () -> spool.add(new ByteArrayInputStream(new byte[401])));
    }
    try (var spool = new ArchiveSpool(folder, 1000, 3)) {
      spool.count(0);
      spool.count(0);
      spool.count(0);
      assertThrows(LayerException.class, () -> spool.count(0));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void archivesAreToldByTheirBytesInEveryCompression() throws IOException {
    byte[] tar = new Tar().file("f", "text").bytes();
    for (byte[] archive : List.of(tar, gzip(tar), bzip2(tar), xz(tar), zstd(tar))) {
      assertEquals("text", text(add(new MemoryTree(), archive, "/t/"), "t/f"));
    }
    byte[] no = "no tar at all, though compressed".repeat(40).getBytes(StandardCharsets.UTF_8);
    byte[] empty = new byte[10240];
    for (byte[] file : List.of(no, gzip(no), xz(no), zstd(no), empty, new byte[0])) {
      assertTrue(add(new MemoryTree(), file, "/t/").find("t/a.tar").isPresent());
    }
  }

  @Test
  void noBytesMakeTheProbeFail() throws IOException {
    var random = new Random(3);
    byte[][] heads = {
      {0x1F, (byte) 0x8B, 8}, "BZh9".getBytes(), {}, xz(new byte[0]), zstd(new byte[9])
    };
    for (int i = 0; i < 2000; i++) {
      byte[] head = heads[i % heads.length];
      byte[] bytes = Arrays.copyOf(head, head.length + random.nextInt(1200));
      for (int at = Math.min(head.length, 4); at < bytes.length; at++) {
        bytes[at] = (byte) random.nextInt();
      }
      assertFalse(TarProbe.isTar(new ByteArrayInputStream(bytes)));
    }
  }

  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] compress(byte[] bytes, Compressor compressor) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream compressed = compressor.open(out)) {
      compressed.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return compress(bytes, GZIPOutputStream::new);
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    return compress(bytes, BZip2CompressorOutputStream::new);
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    return compress(bytes, out -> new XZOutputStream(out, new LZMA2Options(1)));
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    return compress(bytes, ZstdOutputStream::new);
  }
}
