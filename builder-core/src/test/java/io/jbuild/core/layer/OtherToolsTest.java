package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GNU tar and umoci make of our tars, and we of GNU tar's. */
class OtherToolsTest {
  @TempDir Path temporary;

  @Test
  void gnuTarUnpacksWhatWeWriteByteByByte() throws IOException {
    require("tar");
    for (int seed = 0; seed < 10; seed++) {
      RandomLayer layer = RandomLayer.plain(seed, 80);
      Path tar = temporary.resolve("layer" + seed + ".tar");
      try (var out = Files.newOutputStream(tar)) {
        layer.write(out);
      }
      Path tree = Files.createDirectory(temporary.resolve("tree" + seed));
      CommandFiles.run("tar", "-xpf", tar.toString(), "-C", tree.toString());
      assertTree(layer, tree);
    }
  }

  @Test
  void umociUnpacksWhatWeWriteByteByByte() throws IOException {
    require("umoci");
    for (int seed = 20; seed < 23; seed++) {
      RandomLayer layer = RandomLayer.plain(seed, 80);
      Path tar = temporary.resolve("layer" + seed + ".tar");
      try (var out = Files.newOutputStream(tar)) {
        layer.write(out);
      }
      String layout = temporary.resolve("layout" + seed).toString();
      Path bundle = temporary.resolve("bundle" + seed);
      CommandFiles.run("umoci", "init", "--layout", layout);
      CommandFiles.run("umoci", "new", "--image", layout + ":t");
      CommandFiles.run("umoci", "raw", "add-layer", "--image", layout + ":t", tar.toString());
      CommandFiles.run(
          "umoci", "unpack", "--rootless", "--image", layout + ":t", bundle.toString());
      assertTree(layer, bundle.resolve("rootfs"));
    }
  }

  @Test
  void weReadWhatGnuTarWritesInEachOfItsFormats() throws IOException {
    require("tar");
    RandomLayer layer = RandomLayer.plain(3, 80);
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    new Unpacker(tree, Ownership.SINGLE, new CommandFiles())
        .unpack(new ByteArrayInputStream(layer.tar()));
    for (String format : List.of("gnu", "pax")) {
      for (String packed : List.of("", "-z", "-j", "-J", "--zstd")) {
        Path tar = temporary.resolve(format + packed + ".tar");
        String[] command = {
          "tar", "-cf", tar.toString(), "-C", tree.toString(), "--format=" + format, packed, "."
        };
        CommandFiles.run(
            List.of(command).stream().filter(x -> !x.isEmpty()).toArray(String[]::new));
        Path again = Files.createDirectory(temporary.resolve("again" + format + packed));
        new Unpacker(again, Ownership.SINGLE, new CommandFiles()).unpack(Files.newInputStream(tar));
        assertTree(layer, again);
      }
    }
  }

  @Test
  void sparseFilesOfAllFormsAreReadWhole() throws IOException {
    require("tar");
    Path file = temporary.resolve("sparse");
    byte[] expected = new byte[300_000];
    for (int at = 4096; at < expected.length; at += 16_384) {
      expected[at] = (byte) (at >> 8 | 1);
    }
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int at = 4096; at < expected.length; at += 16_384) {
        out.write(ByteBuffer.wrap(expected, at, 1), at);
      }
      out.write(ByteBuffer.wrap(expected, expected.length - 1, 1), expected.length - 1);
    }
    for (String form :
        List.of(
            "--format=gnu",
            "--sparse-version=0.0",
            "--sparse-version=0.1",
            "--sparse-version=1.0")) {
      Path tar = temporary.resolve("sparse" + form + ".tar");
      String pax = form.startsWith("--sparse") ? "--format=pax" : form;
      CommandFiles.run(
          "tar", "-cSf", tar.toString(), pax, form, "-C", temporary.toString(), "sparse");
      try (var reader = new LayerReader(Files.newInputStream(tar), LayerReader.Form.ARCHIVE)) {
        Entry entry = reader.next().orElseThrow();
        assertEquals("sparse", entry.path(), form);
        assertEquals(expected.length, entry.size(), form);
        assertArrayEquals(expected, reader.content().readAllBytes(), form);
      }
    }
  }

  private static void assertTree(RandomLayer layer, Path tree) throws IOException {
    List<DirectoryEntries.OnDisk> files = DirectoryEntries.walk(tree);
    assertEquals(
        List.copyOf(layer.entries.keySet()),
        files.stream().map(file -> file.entry().path()).toList());
    for (DirectoryEntries.OnDisk file : files) {
      Entry expected = layer.entries.get(file.entry().path());
      assertEquals(expected.mode(), file.entry().mode(), expected.path());
      if (expected.type() == EntryType.FILE) {
        assertArrayEquals(layer.contents.get(expected.path()), Files.readAllBytes(file.path()));
      }
      if (expected.type() == EntryType.SYMLINK) {
        assertEquals(expected.linkTarget(), file.entry().linkTarget());
      }
    }
  }

  private static void require(String program) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found && !"all".equals(System.getProperty("jbuild.require"))) {
      Assumptions.abort("no " + program + " on this machine");
    }
  }
}
