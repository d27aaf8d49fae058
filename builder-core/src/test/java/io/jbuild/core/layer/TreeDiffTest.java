package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of root filesystems, and what commands change in them. */
class TreeDiffTest {
  private static final Instant OLD = Instant.ofEpochSecond(1_700_000_000);

  @TempDir Path folder;
  private RootfsView lower;
  private Path copy;
  private TreeDiff diff;

  @BeforeEach
  void copyOfARootFilesystem() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("lower"));
    Files.createDirectories(tree.resolve("etc/deep/er"));
    write(tree.resolve("etc/conf"), "conf\n");
    write(tree.resolve("etc/deep/er/file"), "deep\n");
    write(tree.resolve("same"), "same\n");
    Files.createLink(tree.resolve("etc/same-too"), tree.resolve("same"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("etc/conf"));
    var writer = new LayerWriter(new ByteArrayOutputStream());
    var empty = new RootfsView(java.util.List.of(), layer -> null);
    UpperDiff.write(tree, empty, Map.of(), writer);
    lower = new RootfsView(java.util.List.of(writer.finish().index()), layer -> tree);
    copy = Files.createDirectory(folder.resolve("copy"));
    TreeCopy.write(lower, copy, Ownership.SINGLE, (root, operations) -> {});
    diff = TreeDiff.start(copy, lower);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
  }

  @Test
  void copyHoldsTheFilesWithTheirTimesAndLinks() throws IOException {
    assertEquals("deep\n", Files.readString(copy.resolve("etc/deep/er/file")));
    assertEquals(OLD, Files.getLastModifiedTime(copy.resolve("etc/conf")).toInstant());
    assertEquals(
        Files.getAttribute(copy.resolve("same"), "unix:ino"),
        Files.getAttribute(copy.resolve("etc/same-too"), "unix:ino"));
    assertEquals(Path.of("etc/conf"), Files.readSymbolicLink(copy.resolve("link")));
  }

  @Test
  void nothingChangedGivesAnEmptyLayer() throws IOException {
    assertEquals(Map.of(), changes(true));
  }

  @Test
  void writtenFilesAreListedWithTheDirectoriesThatLeadThere() throws IOException {
    Files.writeString(copy.resolve("etc/deep/er/file"), "new\n");
    Files.writeString(copy.resolve("etc/more"), "more\n");
    assertEquals(
        Map.of(
            "etc", "DIRECTORY",
            "etc/deep", "DIRECTORY",
            "etc/deep/er", "DIRECTORY",
            "etc/deep/er/file", "FILE",
            "etc/more", "FILE"),
        changes(true));
  }

  @Test
  void changeThatKeepsSizeAndTimeIsSeen() throws IOException {
    write(copy.resolve("etc/conf"), "CONF\n");
    assertEquals(Map.of("etc", "DIRECTORY", "etc/conf", "FILE"), changes(true));
  }

  @Test
  void fileThatIsReplacedByItsEqualIsUnchanged() throws IOException {
    Files.delete(copy.resolve("etc/conf"));
    write(copy.resolve("etc/conf"), "conf\n");
    assertEquals(Map.of(), changes(true));
  }

  @Test
  void whatIsGoneBecomesAWhiteoutOfItsTopmostName() throws IOException {
    Files.delete(copy.resolve("etc/deep/er/file"));
    Files.delete(copy.resolve("etc/deep/er"));
    Files.delete(copy.resolve("etc/deep"));
    Files.delete(copy.resolve("link"));
    assertEquals(
        Map.of("etc", "DIRECTORY", "etc/deep", "WHITEOUT", "link", "WHITEOUT"), changes(true));
  }

  @Test
  void otherTypesModesAndTargetsAreListed() throws IOException {
    Files.delete(copy.resolve("link"));
    Files.createSymbolicLink(copy.resolve("link"), Path.of("same"));
    Files.delete(copy.resolve("same"));
    Files.createDirectory(copy.resolve("same"));
    Files.setPosixFilePermissions(
        copy.resolve("etc/deep"), PosixFilePermissions.fromString("rwx------"));
    Map<String, String> changes = changes(true);
    assertEquals("SYMLINK", changes.get("link"));
    assertEquals("DIRECTORY", changes.get("same"));
    assertEquals("DIRECTORY", changes.get("etc/deep"));
    assertEquals(null, changes.get("etc/deep/er"));
  }

  @Test
  void newNameOfAFileIsAHardlink() throws IOException {
    Files.createLink(copy.resolve("conf-too"), copy.resolve("etc/conf"));
    Map<String, String> changes = changes(true);
    assertEquals("FILE", changes.get("conf-too"));
    assertEquals("HARDLINK", changes.get("etc/conf"));
  }

  @Test
  void lentSetuidBitsAreDroppedFromWhatChanged() throws IOException {
    Files.writeString(copy.resolve("tool"), "x");
    Files.setAttribute(copy.resolve("tool"), "unix:mode", 04755);
    assertEquals(04755, index(true).find("tool").orElseThrow().mode());
    assertEquals(0755, index(false).find("tool").orElseThrow().mode());
  }

  private Map<String, String> changes(boolean keepsOwners) throws IOException {
    LayerIndex index = index(keepsOwners);
    var changes = new TreeMap<String, String>();
    for (int i = 0; i < index.size(); i++) {
      Entry entry = index.get(i);
      changes.put(entry.path(), entry.type().name());
    }
    return changes;
  }

  private LayerIndex index(boolean keepsOwners) throws IOException {
    var writer = new LayerWriter(new ByteArrayOutputStream());
    Map<String, SortedMap<String, byte[]>> none = Collections.emptyMap();
    diff.write(none, keepsOwners, writer);
    LayerIndex index = writer.finish().index();
    assertTrue(index.size() >= 0);
    return index;
  }
}
