package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives that come to more than they look like. The bounds are small here, to be quick. */
class TarBombTest {
  private static final UnpackBounds SMALL = new UnpackBounds(1 << 20, 20, 2000, 100_000, 50);

  @TempDir Path folder;

  @Test
  void littleThatComesToMuchIsRefusedInEveryCompression() throws IOException {
    byte[] tar = new TarBytes().file("zeros", "\0".repeat(600_000)).bytes();
    assertEquals(1, read(tar), "plain, it is as long as what comes of it");
    Map<String, Compressor> compressions =
        Map.of(
            "gzip", GZIPOutputStream::new,
            "bzip2", BZip2CompressorOutputStream::new,
            "xz", out -> new XZOutputStream(out, new LZMA2Options(1)),
            "zstd", ZstdOutputStream::new);
    for (var compression : compressions.entrySet()) {
      byte[] bomb = compressed(tar, compression.getValue());
      refused(bomb, "KiB come of ");
    }
  }

  @Test
  void whatIsCompressedAsFilesAreIsRead() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      text.append(i * 7919L % 100_003).append('\n');
    }
    byte[] tar = new TarBytes().file("numbers", text.toString()).bytes();
    assertTrue(tar.length > SMALL.free());
    assertEquals(1, read(compressed(tar, GZIPOutputStream::new)));
  }

  @Test
  void aSizeIsTheMostThatMayComeOfAnArchive() {
    byte[] tar =
        new TarBytes().file("a", "x".repeat(700_000)).file("b", "y".repeat(700_000)).bytes();
    refused(tar, "more than 1 MiB");
  }

  @Test
  void holesCountAsTheZerosThatTheyBecome() {
    byte[] tar =
        new TarBytes()
            .pax("GNU.sparse.major=0\n", "GNU.sparse.size=900000\n", "GNU.sparse.map=0,1\n")
            .file("f", "x")
            .bytes();
    refused(tar, "come of ");
  }

  @Test
  void entriesAndTheirNamesAreBounded() {
    var many = new TarBytes();
    for (int i = 0; i < 21; i++) {
      many.file("f" + i, "");
    }
    refused(many.bytes(), "more than 20 entries");
    var names = new TarBytes();
    for (int i = 0; i < 10; i++) {
      names.file(i + "/" + "n".repeat(250), "");
    }
    refused(names.bytes(), "names and attributes");
    var attributes =
        new TarBytes().pax("SCHILY.xattr.user.a=" + "v".repeat(2000) + "\n").file("f", "");
    refused(attributes.bytes(), "names and attributes");
  }

  @Test
  void headersThatDescribeOtherEntriesAreBounded() {
    var everyone = new TarBytes();
    for (int i = 0; i < 101; i++) {
      everyone.global("key" + i + "=value\n");
    }
    refused(everyone.file("f", "").bytes(), "headers for all of its entries");
    refused(
        new TarBytes().global("comment=" + "c".repeat(70_000) + "\n").file("f", "").bytes(),
        "headers for all of its entries");
    refused(new TarBytes().add('x', "pax", "", new byte[(1 << 20) + 1]).bytes(), "extended header");
    var unending = new TarBytes();
    for (int i = 0; i < 3; i++) {
      unending.add('L', "././@LongLink", "", new byte[400_000]);
    }
    refused(unending.bytes(), "more than 1 MiB");
  }

  @Test
  void whatFollowsTheEndCountsToo() throws IOException {
    byte[] tar = new TarBytes().file("f", "x").bytes();
    var out = new ByteArrayOutputStream();
    out.writeBytes(tar);
    out.writeBytes(new byte[600_000]);
    byte[] bomb = compressed(out.toByteArray(), GZIPOutputStream::new);
    try (var reader = reader(bomb)) {
      while (reader.next().isPresent()) {
        continue;
      }
      assertThrows(LayerException.class, reader::diffId);
    }
  }

  @Test
  void linksThatNoFileSystemHoldsAreRefused() {
    refused(
        new TarBytes()
            .add('K', "././@LongLink", "", "t".repeat(4096).getBytes())
            .link('2', "l", "t")
            .bytes(),
        new UnpackBounds(1 << 20, 20, 1 << 20, 1 << 20, 50),
        "a target of more than 4095 bytes");
  }

  @Test
  void theLastOfADiskStaysFree() throws IOException {
    long[] usable = {300L << 20};
    var room = new DiskRoom(folder, () -> usable[0], 256L << 20);
    room.bytes(40L << 20);
    assertThrows(FileSystemException.class, () -> room.bytes(64L << 20));
    usable[0] = 400L << 20;
    room.bytes(64L << 20);
    usable[0] = 0;
    var full =
        assertThrows(
            FileSystemException.class,
            () -> {
              for (int i = 0; i < 20_000; i++) {
                room.entry();
              }
            });
    assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
  }

  @Test
  void aSizeOfTheEnvironmentTakesTheRatioAwayAndWhatIsNoneIsRefused() throws IOException {
    assertEquals(200L << 30, UnpackBounds.DEFAULT.withSize("200g").bytes());
    assertEquals(200L << 30, UnpackBounds.DEFAULT.withSize(" 200G").free());
    assertEquals(5000, UnpackBounds.DEFAULT.withSize("5000").bytes());
    for (String bad : new String[] {"", "g", "-1", "0", "1.5g", "lots", "9999999t", "1 g"}) {
      assertThrows(LayerException.class, () -> UnpackBounds.DEFAULT.withSize(bad), bad);
    }
  }

  @Test
  void directoriesMayBecomeFilesAgainAndAgain() throws IOException {
    var tar = new TarBytes();
    for (int i = 0; i < 300; i++) {
      tar.directory("d").file("d/" + i, "x").file("d0", "").file("d", "y");
    }
    tar.file("d.x", "");
    try (var tree = new ByteArrayInputStream(tar.bytes())) {
      Path into = Files.createDirectory(folder.resolve("tree"));
      new Unpacker(into, Ownership.SINGLE, (root, operations) -> {}).unpack(tree);
      assertEquals("y", Files.readString(into.resolve("d")));
      assertTrue(Files.exists(into.resolve("d0")) && Files.exists(into.resolve("d.x")));
    }
  }

  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream to = compressor.open(out)) {
      to.write(bytes);
    }
    return out.toByteArray();
  }

  private static LayerReader reader(byte[] tar) throws IOException {
    return new LayerReader(new ByteArrayInputStream(tar), LayerReader.Form.ARCHIVE, SMALL);
  }

  /** Reads all, and tells how many entries there are. */
  private static int read(byte[] tar) throws IOException {
    return read(tar, SMALL);
  }

  private static int read(byte[] tar, UnpackBounds bounds) throws IOException {
    int entries = 0;
    try (var reader =
        new LayerReader(new ByteArrayInputStream(tar), LayerReader.Form.ARCHIVE, bounds)) {
      while (reader.next().isPresent()) {
        reader.content().transferTo(OutputStream.nullOutputStream());
        entries++;
      }
    }
    return entries;
  }

  private static void refused(byte[] tar, String expected) {
    refused(tar, SMALL, expected);
  }

  private static void refused(byte[] tar, UnpackBounds bounds, String expected) {
    var e = assertThrows(LayerException.class, () -> read(tar, bounds));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
