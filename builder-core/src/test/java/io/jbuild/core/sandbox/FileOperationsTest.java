package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOperationsTest {
  @TempDir Path folder;
  @TempDir Path tools;

  private static byte[] path(String path) {
    return path.getBytes(UTF_8);
  }

  private Helper helper() throws Exception {
    return new Helper(TestMode.helper(tools));
  }

  @Test
  void batchIsCarriedOutInOrder() throws Exception {
    Files.writeString(folder.resolve("file"), "x");
    new FileOperations()
        .folder(path("d"), 0700)
        .symlink(path("d/link"), path("../file"))
        .link(path("d/hard"), path("file"))
        .fifo(path("d/pipe"), 0640)
        .mode(path("d"), 01755)
        .time(path("d/link"), 86400, 5000)
        .folder(path("gone"), 0755)
        .remove(path("gone"))
        .apply(helper(), folder);
    assertEquals(Path.of("../file"), Files.readSymbolicLink(folder.resolve("d/link")));
    assertEquals("x", Files.readString(folder.resolve("d/hard")));
    assertEquals(
        FileTime.from(Instant.ofEpochSecond(86400, 5000)),
        Files.getLastModifiedTime(folder.resolve("d/link"), LinkOption.NOFOLLOW_LINKS));
    int mode = (int) Files.getAttribute(folder.resolve("d"), "unix:mode");
    assertEquals(01755, mode & 07777);
    assertFalse(Files.exists(folder.resolve("gone")));
  }

  @Test
  void nothingOutsideOfTheFolderCanBeReached() throws Exception {
    Path outside = Files.createDirectory(tools.resolve("outside"));
    Files.createSymbolicLink(folder.resolve("way"), outside);
    for (String bad : List.of("way/x", "../x", "a/../../x", "..", "")) {
      var refusal =
          assertThrows(
              SandboxException.class,
              () -> new FileOperations().folder(path(bad), 0755).apply(helper2(), folder),
              bad);
      assertEquals("apply", refusal.kind());
    }
    try (var list = Files.list(outside)) {
      assertEquals(0, list.count());
    }
  }

  private Helper helper2() throws Exception {
    Path copy = tools.resolve("jbuild-sandbox");
    return Files.exists(copy) ? new Helper(copy) : helper();
  }

  @Test
  void failureNamesOperationAndPath() throws Exception {
    var refusal =
        assertThrows(
            SandboxException.class,
            () -> new FileOperations().link(path("b"), path("missing")).apply(helper(), folder));
    assertTrue(refusal.getMessage().contains("`link` of `b`"), refusal.getMessage());
  }

  @Test
  void namesWithNulAreRefusedBeforeAnythingRuns() {
    assertThrows(
        SandboxException.class, () -> new FileOperations().whiteout(new byte[] {'a', 0, 'b'}));
  }

  @Test
  void unreadableTreesAreRemoved() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("t/a/b"));
    Files.writeString(tree.resolve("f"), "x");
    Files.setPosixFilePermissions(tree.getParent(), PosixFilePermissions.fromString("---------"));
    helper().removeTrees(List.of(folder.resolve("t"), folder.resolve("never-there")));
    assertFalse(Files.exists(folder.resolve("t"), LinkOption.NOFOLLOW_LINKS));
  }
}
