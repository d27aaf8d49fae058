package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.CopyFilter;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopyOptions;
import io.jbuild.core.context.CopyPlan;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.layer.CommandFiles;
import io.jbuild.core.layer.DirectoryEntries;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.Layer;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.layer.LayerIndexer;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.layer.Unpacker;
import io.jbuild.core.layer.UpperDiff;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer is the same, byte for byte, wherever its files were taken from. */
class CopySourcesTest {
  private static final Instant MADE = Instant.ofEpochSecond(1_700_000_000);
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final String LONG = "long-".repeat(12);

  @TempDir private Path folder;

  /** JUnit warns of each symlink that leads out of its folder. */
  @AfterEach
  void delete() throws IOException {
    CommandFiles.run("find", folder.toString(), "-mindepth", "1", "-delete");
  }

  @Test
  void copyFromAContextIsTheCopyOfTheSameFilesFromAStage() throws IOException {
    byte[] fromContext = copy(context(), ".");
    RootfsView stage = view(fromContext, tree(fromContext));
    assertSame(fromContext, copy(stage, "/srv"));
    assertSame(fromContext, copy(stage, "/srv/"));
  }

  @Test
  void filesOfAContextThatARunPutsThereAreTheLayerOfACopy() throws IOException {
    Path files = files();
    // Nobody can make these in a user namespace, and java.nio cannot set that time.
    for (String name : List.of("null", "loop", "after 2262")) {
      Files.deleteIfExists(files.resolve(name));
    }
    byte[] fromContext = copy(context(files), ".");
    Path upper = tree(fromContext);
    // Who runs the test owns the files; as root that is the owner that a copy gives.
    LayerIndex below = LayerIndex.of(List.of(DirectoryEntries.read(upper, "").entry()));
    var out = new ByteArrayOutputStream();
    var writer = new LayerWriter(out);
    UpperDiff.write(upper, new RootfsView(List.of(below), layer -> upper), Map.of(), writer);
    writer.finish();
    if (ROOT) {
      assertSame(fromContext, out.toByteArray());
    }
    assertSameFiles(fromContext, out.toByteArray());
  }

  @Test
  void layerSaysWhatTheFilesAre() throws IOException {
    LayerIndex index = index(copy(context(), "."));
    assertEquals(Instant.ofEpochSecond(-1), entry(index, "before 1970").mtime());
    assertEquals(Instant.ofEpochSecond(13_569_465_600L), entry(index, "after 2262").mtime());
    assertEquals(Instant.ofEpochSecond(1_234_567_890), entry(index, "nanoseconds").mtime());
    assertEquals(01777, entry(index, "sticky").mode());
    assertEquals(02755, entry(index, "setgid").mode());
    assertEquals(04711, entry(index, "setuid").mode());
    assertEquals(EntryType.FIFO, entry(index, "pipe").type());
    assertEquals(3_000_001, entry(index, "sparse").size());
    assertEquals(EntryType.FILE, entry(index, "sticky/one").type());
    assertEquals("srv/sticky/one", entry(index, "two").linkTarget());
    assertEquals(EntryType.FILE, entry(index, "line\nbreak").type());
    assertEquals(EntryType.FILE, entry(index, "caf\udce9").type());
    assertEquals("../" + LONG + LONG, entry(index, "links/long").linkTarget());
    assertEquals("over//there/", entry(index, "links/odd").linkTarget());
    assertEquals(Map.of(), entry(index, "noted").xattrs());
    if (ROOT) {
      assertEquals(EntryType.CHARACTER_DEVICE, entry(index, "null").type());
      assertEquals(EntryType.BLOCK_DEVICE, entry(index, "loop").type());
      assertEquals(7, entry(index, "loop").deviceMajor());
      assertEquals(300, entry(index, "loop").deviceMinor());
    }
  }

  private static Entry entry(LayerIndex index, String path) {
    return index.find("srv/" + path).orElseThrow(() -> new AssertionError(path + " is missing"));
  }

  private BuildContext context() throws IOException {
    return context(files());
  }

  private static BuildContext context(Path files) throws IOException {
    return BuildContext.open(files, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
  }

  /** One of every kind, with every kind of name. */
  private Path files() throws IOException {
    Path files = Files.createDirectory(folder.resolve("files"));
    var random = new Random(4);
    file(files, "empty", 0, random);
    for (int size : new int[] {1, 511, 512, 513, 1 << 18, (1 << 18) + 1, 1_300_000}) {
      file(files, "size-" + size, size, random);
    }
    for (int i = 0; i < 70; i++) {
      file(files, "many/" + i, i * 37, random);
    }
    for (String name :
        List.of("with space", "line\nbreak", "\u00e4\u4e2d\ud83d\ude00", "-r", "=")) {
      file(files, "names/" + name, 5, random);
      file(files, name, 5, random);
    }
    file(files, LONG + LONG, 5, random);
    file(files, LONG + "/" + LONG + "/" + LONG, 5, random);
    file(files, "n".repeat(255), 5, random);
    file(files, "\u00e4".repeat(127), 5, random);
    for (int i = 0; i < 3; i++) {
      file(files, "deep/" + (LONG + "/").repeat(5) + i, 5, random);
    }
    CommandFiles.run("sh", "-c", "cd \"$0\" && : > \"$(printf 'caf\\351')\"", files.toString());
    Files.createDirectory(files.resolve("links"));
    for (String target : List.of("../empty", "/", "nowhere", "..", ".", "/etc/../\u00e4")) {
      Files.createSymbolicLink(
          files.resolve("links/" + target.replace('/', '_') + "_"), Path.of(target));
    }
    Files.createSymbolicLink(files.resolve("links/long"), Path.of("../" + LONG + LONG));
    CommandFiles.run("ln", "-s", "over//there/", files.resolve("links/odd").toString());
    file(files, "sticky/one", 9, random);
    Files.createLink(files.resolve("two"), files.resolve("sticky/one"));
    Files.createLink(files.resolve("a first name"), files.resolve("many/3"));
    CommandFiles.run("mkfifo", "-m", "640", files.resolve("pipe").toString());
    if (ROOT) {
      CommandFiles.run("mknod", "-m", "666", files.resolve("null").toString(), "c", "1", "3");
      CommandFiles.run("mknod", "-m", "660", files.resolve("loop").toString(), "b", "7", "300");
    }
    try (var sparse = new RandomAccessFile(files.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(3_000_001);
      sparse.seek(2_000_000);
      sparse.write(1);
    }
    file(files, "noted", 4, random);
    Files.getFileAttributeView(files.resolve("noted"), UserDefinedFileAttributeView.class)
        .write("note", ByteBuffer.wrap(new byte[] {1, 0, '=', '\n'}));
    file(files, "setuid", 4, random);
    Files.createDirectories(files.resolve("setgid/closed"));
    mode(files, "setuid", 04711);
    mode(files, "setgid", 02755);
    mode(files, "setgid/closed", 0700);
    mode(files, "sticky", 01777);
    if (ROOT) {
      mode(files, "many/5", 0);
    }
    for (String name : List.of("nanoseconds", "before 1970", "epoch", "after 2262")) {
      file(files, name, 3, random);
    }
    time(files, "nanoseconds", "@1234567890.987654321");
    time(files, "before 1970", "@-0.250000001");
    time(files, "epoch", "@0");
    time(files, "after 2262", "@13569465600.5");
    time(files, "links/long", "@-86400");
    time(files, "pipe", "@1000000000.75");
    time(files, "many", "@1000000001.5");
    return files;
  }

  private static void file(Path files, String path, int size, Random random) throws IOException {
    Path file = files.resolve(path);
    Files.createDirectories(file.getParent());
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Files.write(file, bytes);
  }

  private static void mode(Path files, String path, int mode) throws IOException {
    Files.setAttribute(files.resolve(path), "unix:mode", mode);
  }

  private static void time(Path files, String path, String time) throws IOException {
    CommandFiles.run("touch", "-h", "-d", time, "--", files.resolve(path).toString());
  }

  /** The layer of a copy to {@code /srv} of an image without files. */
  private byte[] copy(FileTree source, String pattern) throws IOException {
    CopySelection selection =
        CopySelection.select(
            source, "the source", List.of(new CopyInput.Pattern(pattern)), CopyFilter.NONE);
    var empty = new RootfsView(List.of(), layer -> folder);
    var options = new CopyOptions(Optional.empty(), Optional.empty(), MADE);
    var out = new ByteArrayOutputStream();
    try (CopyPlan plan = CopyPlan.of(List.of(selection), empty, "/srv", options, folder)) {
      var writer = new LayerWriter(out);
      CopyLayer.of(plan.entries(), empty).write(writer);
      writer.finish();
    }
    return out.toByteArray();
  }

  private Path tree(byte[] tar) throws IOException {
    Path tree = Files.createTempDirectory(folder, "tree");
    new Unpacker(tree, ROOT ? Ownership.MAPPED : Ownership.SINGLE, new CommandFiles())
        .unpack(new ByteArrayInputStream(tar));
    return tree;
  }

  private static RootfsView view(byte[] tar, Path tree) throws IOException {
    return new RootfsView(List.of(index(tar)), layer -> tree);
  }

  private static LayerIndex index(byte[] tar) throws IOException {
    Layer layer = LayerIndexer.index(new ByteArrayInputStream(tar));
    return layer.index();
  }

  private static void assertSame(byte[] expected, byte[] actual) throws IOException {
    assertSameFiles(expected, actual);
    assertArrayEquals(expected, actual);
  }

  /** Whoever they belong to. */
  private static void assertSameFiles(byte[] expected, byte[] actual) throws IOException {
    List<Entry> wanted = index(expected).entries();
    List<Entry> found = index(actual).entries();
    for (int i = 0; i < Math.min(wanted.size(), found.size()); i++) {
      assertEquals(wanted.get(i).withOwner(0, 0), found.get(i).withOwner(0, 0));
    }
    assertEquals(wanted.size(), found.size());
  }
}
