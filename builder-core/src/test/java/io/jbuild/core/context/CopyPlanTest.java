package io.jbuild.core.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.grammar.ModeChange;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyPlanTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);
  private static final CopyOptions PLAIN = new CopyOptions(Optional.empty(), Optional.empty(), NOW);
  private static final CopyOptions CHOWN =
      new CopyOptions(Optional.of(new CopyOptions.Owner(300, 400)), Optional.empty(), NOW);

  private static MemoryTree stage() {
    return new MemoryTree()
        .file("file", 0644, 100, 200, "f")
        .directory("dir", 0755, 100, 200)
        .directory("dir/subdir", 0755, 101, 201)
        .file("dir/subdir/nestedfile", 0644, 102, 202, "n");
  }

  private static MemoryTree image() {
    return new MemoryTree()
        .directory("tmp", 01777, 0, 0)
        .directory("existing", 0711, 500, 600)
        .directory("existing/subdir", 0700, 501, 601)
        .file("existing/file", 0600, 501, 601, "old")
        .symlink("link", "/existing")
        .symlink("existing/up", "../existing/file");
  }

  private static String owner(MemoryTree tree, String path) {
    Entry entry = tree.find(path).orElseThrow();
    return "%04o %d:%d".formatted(entry.mode(), entry.uid(), entry.gid());
  }

  @Test
  void aStagesFilesKeepTheirOwnersAndADirectoryThatIsMadeBelongsToRoot() {
    MemoryTree tree =
        image().copy(stage(), "/new", PLAIN, "/dir").copy(stage(), "/", PLAIN, "file");
    assertEquals("0755 0:0", owner(tree, "new"));
    assertEquals("0755 101:201", owner(tree, "new/subdir"));
    assertEquals("0644 102:202", owner(tree, "new/subdir/nestedfile"));
    assertEquals("0644 100:200", owner(tree, "file"));
  }

  @Test
  void chownIsForAllThatIsMadeAndForNothingThatWasThere() {
    MemoryTree tree = image().copy(stage(), "/existing/deep/", CHOWN, "dir/.");
    assertEquals("0711 500:600", owner(tree, "existing"));
    assertEquals("0755 300:400", owner(tree, "existing/deep"));
    assertEquals("0644 300:400", owner(tree, "existing/deep/subdir/nestedfile"));
    assertEquals(
        Set.of("existing/deep", "existing/deep/subdir", "existing/deep/subdir/nestedfile"),
        tree.touched);
  }

  @Test
  void theDestinationKeepsItsMetadataAndFoldersBelowItTakeTheSources() {
    MemoryTree tree = image().copy(stage(), "/existing", PLAIN, "dir");
    assertEquals("0711 500:600", owner(tree, "existing"));
    assertEquals("0755 101:201", owner(tree, "existing/subdir"));
    assertEquals(Set.of("existing/subdir", "existing/subdir/nestedfile"), tree.touched);
  }

  @Test
  void folderOnTheWayIsNotListedWhereItExists() {
    MemoryTree tree = image().copy(stage(), "/tmp/", PLAIN, "file");
    assertEquals("1777 0:0", owner(tree, "tmp"));
    assertEquals(Set.of("tmp/file"), tree.touched);
  }

  @Test
  void aSymlinkedDestinationIsFollowedInsideTheRoot() {
    MemoryTree tree =
        image().symlink("out", "../../../tmp/x").copy(stage(), "/link/", PLAIN, "file");
    tree.copy(stage(), "/out", PLAIN, "file");
    assertEquals(Set.of("existing/file", "tmp/x"), tree.touched);
    assertEquals(EntryType.SYMLINK, tree.find("link").orElseThrow().type());
  }

  @Test
  void aDestinationThatIsASymlinkToAFileIsWrittenThroughAndOneInADirectoryIsReplaced() {
    MemoryTree source = new MemoryTree().file("up", 0644, 0, 0, "new");
    MemoryTree through = image().copy(source, "/existing/up", PLAIN, "up");
    assertEquals(Set.of("existing/file"), through.touched);
    MemoryTree replaced = image().copy(source, "/existing/", PLAIN, "up");
    assertEquals(EntryType.FILE, replaced.find("existing/up").orElseThrow().type());
    assertEquals("old", new String(replaced.bytes("existing/file"), StandardCharsets.UTF_8));
  }

  @Test
  void aFileOnADirectoryIsRefused() {
    MemoryTree source =
        new MemoryTree().directory("d", 0755, 0, 0).file("d/subdir", 0644, 0, 0, "");
    var e =
        assertThrows(
            UncheckedIOException.class, () -> image().copy(source, "/existing", PLAIN, "d"));
    assertTrue(e.getMessage().contains("`/existing/subdir` is a directory"), e.getMessage());
  }

  @Test
  void aDirectoryOnAFileIsRefused() {
    for (String destination : List.of("/existing/file", "/existing/file/", "/existing/file/x")) {
      var e =
          assertThrows(
              UncheckedIOException.class, () -> image().copy(stage(), destination, PLAIN, "dir"));
      assertTrue(e.getMessage().contains("`/existing/file` is no directory"), e.getMessage());
    }
    MemoryTree link = image().symlink("existing/subdir", "x");
    assertThrows(UncheckedIOException.class, () -> link.copy(stage(), "/existing", PLAIN, "dir"));
  }

  @Test
  void aFileGoesIntoADirectoryThatAnEarlierSourceMade() {
    MemoryTree tree = new MemoryTree().copy(stage(), "/a/b/", PLAIN, "dir", "file", "dir");
    assertEquals(
        Set.of("a", "a/b", "a/b/file", "a/b/subdir", "a/b/subdir/nestedfile"), tree.touched);
  }

  @Test
  void severalMatchesMayShareOneFileNameAndTheLastOneWins() {
    MemoryTree source =
        new MemoryTree().file("x1", 0644, 0, 0, "one").file("x2", 0644, 0, 0, "two");
    MemoryTree tree = new MemoryTree().copy(source, "/x", PLAIN, "x?");
    assertEquals("two", new String(tree.bytes("x"), StandardCharsets.UTF_8));
  }

  @Test
  void namesOfOneFileStayNamesOfOneFileUntilOneIsReplaced() {
    MemoryTree source =
        new MemoryTree()
            .directory("d", 0755, 0, 0)
            .file("d/b", 0644, 0, 0, "same")
            .hardlink("d/a", "d/b")
            .file("b", 0644, 0, 0, "other");
    MemoryTree tree = new MemoryTree().copy(source, "/t/", PLAIN, "d");
    assertEquals("t/a", tree.hardlinks.get("t/b"));
    MemoryTree replaced = new MemoryTree().copy(source, "/t/", PLAIN, "d", "b");
    assertTrue(replaced.hardlinks.isEmpty());
    assertEquals("same", new String(replaced.bytes("t/a"), StandardCharsets.UTF_8));
    assertEquals("other", new String(replaced.bytes("t/b"), StandardCharsets.UTF_8));
  }

  @Test
  void aModeIsForFilesAndFoldersButNotForSymlinks() {
    MemoryTree source = image();
    var options = new CopyOptions(Optional.empty(), Optional.of(ModeChange.parse("04750")), NOW);
    MemoryTree tree = new MemoryTree().copy(source, "/a/b", options, "existing");
    assertEquals("0750 0:0", owner(tree, "a"));
    assertEquals("0750 0:0", owner(tree, "a/b"));
    assertEquals("4750 501:601", owner(tree, "a/b/subdir"));
    assertEquals("4750 501:601", owner(tree, "a/b/file"));
    assertEquals("0777 0:0", owner(tree, "a/b/up"));
  }

  @Test
  void aHereDocumentIsAFileOfRoot(@TempDir Path temporary) throws Exception {
    var inline = new CopyInput.Inline("EOF", "text\n".getBytes(StandardCharsets.UTF_8));
    var selection =
        CopySelection.select(
            new MemoryTree(), "the build context", List.of(inline), CopyFilter.NONE);
    try (var plan = CopyPlan.of(List.of(selection), image(), "/existing", PLAIN, temporary)) {
      Entry entry = plan.entries().getFirst().entry();
      assertEquals("existing/EOF", entry.path());
      assertEquals(
          "644 0 0 5",
          "%o %d %d %d".formatted(entry.mode(), entry.uid(), entry.gid(), entry.size()));
      assertEquals(NOW, entry.mtime());
    }
  }

  @Test
  void severalSourcesNeedASlashButSeveralMatchesOfOneDoNot() {
    var e =
        assertThrows(
            UncheckedIOException.class,
            () -> image().copy(stage(), "/existing", PLAIN, "file", "dir"));
    assertTrue(e.getMessage().contains("several sources"), e.getMessage());
    image().copy(stage(), "/existing", PLAIN, "*i*");
  }

  @Test
  void aCircleOfLinksIsRefused() {
    MemoryTree tree = image().symlink("a", "b").symlink("b", "a");
    assertThrows(UncheckedIOException.class, () -> tree.copy(stage(), "/a/x", PLAIN, "file"));
  }

  @Test
  void aNameThatALayerReadsAsADeletionIsRefused() {
    MemoryTree source = new MemoryTree().file(".wh.x", 0644, 0, 0, "");
    var e =
        assertThrows(UncheckedIOException.class, () -> image().copy(source, "/", PLAIN, ".wh.x"));
    assertTrue(e.getMessage().contains(".wh."), e.getMessage());
  }
}
