package io.jbuild.core.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.LayerReader;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.testing.Images;
import io.jbuild.core.testing.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportersTest {
  @TempDir private Path folder;
  private final List<BuildEvent> events = new ArrayList<>();
  private StoreDirectory store;
  private ImageAssembly.Assembled image;
  private MemoryTree files;

  @BeforeEach
  void open() throws Exception {
    store = StoreDirectory.open(folder.resolve("root"));
    image =
        Images.store(
            store.blobs(),
            Platform.parse("linux/amd64"),
            List.of(Images.layer("hello", "world"), Images.layer("b", "two")));
    files = new MemoryTree();
    files.add(Entry.directory("bin", 0755, 0, 0, Images.TIME), "");
    files.add(Entry.file("bin-x", 0644, 5, 6, 1, Images.TIME), "x");
    files.add(Entry.file("bin/sh", 04755, 0, 0, 7, Images.TIME), "#!shell");
    files.add(Entry.symlink("link", "bin/sh", 0, 0, Images.TIME), "");
    files.add(Entry.directory("locked", 0555, 0, 0, Images.TIME), "");
    files.add(Entry.file("locked/f\udcff", 0400, 0, 0, 1, Images.TIME), "y");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void skopeoReadsTheArchives() throws Exception {
    Programs.require("skopeo");
    export("type=oci,dest=o.tar", "app:1.0");
    export("type=docker,dest=d.tar", "app:1.0");
    export("type=oci,dest=layout,tar=false", "app:1.0");
    for (String ref :
        List.of(
            "oci-archive:" + folder + "/o.tar",
            "docker-archive:" + folder + "/d.tar",
            "oci:" + folder + "/layout",
            "oci-archive:" + folder + "/o.tar:1.0")) {
      String config = Programs.run("skopeo", "inspect", "--config", ref);
      assertTrue(config.contains("CMD [\\\"sh\\\"]"), config);
    }
    Programs.run(
        "skopeo", "copy", "--quiet", "docker-archive:" + folder + "/d.tar", "dir:" + folder + "/x");
  }

  @Test
  void umociUnpacksTheFolder() throws Exception {
    Programs.require("umoci");
    export("type=oci,dest=layout,tar=false", "app:1.0");
    Path bundle = folder.resolve("bundle");
    Programs.run(
        "umoci", "unpack", "--rootless", "--image", folder + "/layout:1.0", bundle.toString());
    assertEquals("world", Files.readString(bundle.resolve("rootfs/hello")));
  }

  @Test
  void sameImageGivesTheSameArchive() throws Exception {
    var first = new ByteArrayOutputStream();
    var second = new ByteArrayOutputStream();
    OciArchive.archive(Destination.stream(first)).export(request("app:1.0"));
    OciArchive.archive(Destination.stream(second)).export(request("app:1.0"));
    assertArrayEquals(first.toByteArray(), second.toByteArray());
    assertTrue(((BuildEvent.Transfer) events.getLast()).finished());
  }

  @Test
  void folderTakesSeveralImagesAndTheirNamesMove() throws Exception {
    export("type=oci,dest=layout,tar=false", "app:1.0");
    image =
        Images.store(store.blobs(), Platform.parse("linux/amd64"), List.of(Images.layer("c", "3")));
    export("type=oci,dest=layout,tar=false", "app:2.0");
    export("type=oci,dest=layout,tar=false", "app:1.0");
    var index =
        io.jbuild.core.image.ImageJson.readIndex(
            Files.readAllBytes(folder.resolve("layout/index.json")));
    assertEquals(2, index.manifests().size());
    assertTrue(
        index.manifests().stream().allMatch(d -> d.digest().equals(image.descriptor().digest())));
  }

  @Test
  void foreignFolderIsLeftAlone() throws Exception {
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/x"), "x");
    var e =
        assertThrows(
            ExportException.class, () -> export("type=oci,dest=docs,tar=false", "app:1.0"));
    assertTrue(e.getMessage().contains("neither empty nor an OCI layout"), e.getMessage());
  }

  @Test
  void failedExportLeavesTheEarlierFile() throws Exception {
    Files.writeString(folder.resolve("o.tar"), "earlier");
    store.blobs().delete(image.manifest().layers().getLast().digest());
    assertThrows(ExportException.class, () -> export("type=oci,dest=o.tar", "app:1.0"));
    files.broken = true;
    assertThrows(IOException.class, () -> export("type=tar,dest=o.tar", "app:1.0"));
    assertThrows(IOException.class, () -> export("type=local,dest=out", "app:1.0"));
    assertEquals("earlier", Files.readString(folder.resolve("o.tar")));
    try (var left = Files.list(folder)) {
      assertEquals(
          List.of("o.tar", "root"), left.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void failedExportToAFolderCanBeBegunAgain() throws Exception {
    Digest config = image.manifest().config().digest();
    byte[] bytes = store.blobs().read(config);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    BuildListener breaks =
        event -> {
          try {
            store.blobs().delete(config);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    for (Path dest : List.of(folder.resolve("new"), empty)) {
      var broken = new Export(image.descriptor(), List.of(), store.blobs(), () -> files, breaks);
      assertThrows(IOException.class, () -> OciArchive.folder(dest).export(broken));
      assertEquals(dest.equals(empty), Files.exists(dest));
      store.blobs().put(bytes);
      export("type=oci,tar=false,dest=" + dest, "app:1.0");
      assertTrue(Files.exists(dest.resolve("index.json")));
    }
  }

  @Test
  void tarHoldsOwnersModesAndNames() throws Exception {
    export("type=tar,dest=t.tar", "app:1.0");
    List<String> seen = new ArrayList<>();
    try (var reader =
        new LayerReader(Files.newInputStream(folder.resolve("t.tar")), LayerReader.Form.ARCHIVE)) {
      for (var e = reader.next(); e.isPresent(); e = reader.next()) {
        Entry entry = e.get();
        seen.add(entry.path() + " " + Integer.toOctalString(entry.mode()) + " " + entry.uid());
      }
    }
    assertEquals(
        List.of(
            "bin 755 0",
            "bin-x 644 5",
            "bin/sh 4755 0",
            "link 777 0",
            "locked 555 0",
            "locked/f\udcff 400 0"),
        seen);
  }

  @Test
  void localFilesBelongToTheCallerAndGetNoSetuid() throws Exception {
    export("type=local,dest=out", "app:1.0");
    Path out = folder.resolve("out");
    assertEquals("#!shell", Files.readString(out.resolve("bin/sh")));
    assertEquals(0100755, (int) Files.getAttribute(out.resolve("bin/sh"), "unix:mode"));
    assertEquals(Images.TIME, Files.getLastModifiedTime(out.resolve("bin/sh")).toInstant());
    assertEquals(Images.TIME, Files.getLastModifiedTime(out.resolve("bin")).toInstant());
    assertEquals(
        "r-xr-xr-x",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("locked"))));
    assertEquals(Path.of("bin/sh"), Files.readSymbolicLink(out.resolve("link")));
    assertEquals(Files.getOwner(folder), Files.getOwner(out.resolve("bin-x")));
    Files.writeString(out.resolve("mine"), "stays");
    export("type=local,dest=out", "app:1.0");
    assertEquals("stays", Files.readString(out.resolve("mine")));
    Files.setPosixFilePermissions(
        out.resolve("locked"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void localExportNeverWritesThroughSymlinks() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.createSymbolicLink(out.resolve("bin"), outside);
    Files.createSymbolicLink(out.resolve("bin-x"), outside.resolve("target"));
    var e = assertThrows(ExportException.class, () -> export("type=local,dest=out", "app:1.0"));
    assertTrue(e.getMessage().contains("is a symlink"), e.getMessage());
    Files.delete(out.resolve("bin"));
    export("type=local,dest=out", "app:1.0");
    assertTrue(Files.isRegularFile(out.resolve("bin-x"), LinkOption.NOFOLLOW_LINKS));
    assertFalse(Files.exists(outside.resolve("target")));
    Files.setPosixFilePermissions(
        out.resolve("locked"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void devicesAreLeftOutOfAFolderWithAWarning() throws Exception {
    files.add(
        new Entry(
            "fifo",
            EntryType.FIFO,
            0600,
            0,
            0,
            0,
            Images.TIME,
            "",
            0,
            0,
            Collections.emptySortedMap(),
            Optional.empty()),
        "");
    export("type=local,dest=out", "app:1.0");
    assertFalse(Files.exists(folder.resolve("out/fifo")));
    assertTrue(events.stream().anyMatch(e -> e instanceof BuildEvent.Warning));
    Files.setPosixFilePermissions(
        folder.resolve("out/locked"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void checkFindsEveryKindOfDamage() throws Exception {
    assertEquals(List.of(), ImageCheck.problems(image.descriptor(), store.blobs()));
    Path layer = store.blobs().path(image.manifest().layers().getFirst().digest());
    byte[] bytes = Files.readAllBytes(layer);
    Files.write(layer, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertProblem("bytes, not");
    bytes[0] ^= 1;
    Files.write(layer, bytes);
    assertProblem("is damaged");
    Files.delete(layer);
    assertProblem("is missing");
    var swapped = ImageAssembly.assemble(image.config(), image.manifest().layers().reversed());
    store.blobs().put(swapped.manifestBytes());
    Files.write(layer, Images.layer("hello", "world"));
    assertTrue(
        ImageCheck.problems(swapped.descriptor(), store.blobs())
            .getFirst()
            .contains("has the diffID"));
  }

  private void assertProblem(String text) throws IOException {
    List<String> problems = ImageCheck.problems(image.descriptor(), store.blobs());
    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().contains(text), problems.toString());
  }

  private void export(String spec, String name) throws IOException {
    Exporters.of(OutputSpec.parse(spec), folder, OutputStreams.NONE).export(request(name));
  }

  private Export request(String name) {
    BuildListener listener = events::add;
    return new Export(
        image.descriptor(), List.of(ImageName.parse(name)), store.blobs(), () -> files, listener);
  }

  private static final class OutputStreams {
    static final java.io.OutputStream NONE =
        new java.io.OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("nothing is to be written here");
          }
        };
  }

  /** Files in memory. */
  static final class MemoryTree implements FileTree {
    private final java.util.TreeMap<String, Entry> entries =
        new java.util.TreeMap<>(io.jbuild.core.layer.PathBytes.ORDER);
    private final java.util.Map<String, byte[]> contents = new java.util.HashMap<>();
    private boolean broken;

    void add(Entry entry, String text) {
      entries.put(entry.path(), entry);
      contents.put(entry.path(), text.getBytes());
    }

    @Override
    public Optional<Entry> find(String path) {
      return Optional.ofNullable(entries.get(path));
    }

    @Override
    public List<Entry> list(String directory) {
      return entries.values().stream().filter(e -> e.parent().equals(directory)).toList();
    }

    @Override
    public InputStream open(Entry file) throws IOException {
      if (broken) {
        throw new IOException("broken");
      }
      return ContentSource.of(contents.get(file.path())).open();
    }

    @Override
    public io.jbuild.cache.Digest content(Entry file) {
      return io.jbuild.cache.Digest.of(contents.get(file.path()));
    }
  }
}
