package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
  @TempDir Path temporary;

  @Test
  void aStoreIsMadeOnFirstUseAndFoundAgain() throws IOException {
    Path root = temporary.resolve("deep/store");
    Digest digest;
    try (var store = StoreDirectory.open(root)) {
      digest = store.blobs().put(utf8("hello"));
    }
    try (var store = StoreDirectory.open(root)) {
      assertEquals("hello", new String(store.blobs().read(digest), StandardCharsets.UTF_8));
    }
    assertEquals("1\n", Files.readString(root.resolve("version")));
  }

  @Test
  void aStoreOfANewerVersionIsRefusedWithWhatToDo() throws IOException {
    StoreDirectory.open(temporary.resolve("s")).close();
    Files.writeString(temporary.resolve("s/version"), "2\n");
    var e = assertThrows(StoreException.class, () -> StoreDirectory.open(temporary.resolve("s")));
    assertTrue(e.getMessage().contains("newer jbuild"), e.getMessage());
    assertTrue(e.getMessage().contains("--root"), e.getMessage());
  }

  @Test
  void aDirectoryOfSomethingElseIsNotMadeAStore() throws IOException {
    Files.writeString(temporary.resolve("thesis.txt"), "x");
    var e = assertThrows(StoreException.class, () -> StoreDirectory.open(temporary));
    assertTrue(e.getMessage().contains("not a jbuild store"), e.getMessage());
    assertFalse(Files.exists(temporary.resolve("images")));
    var file =
        assertThrows(
            StoreException.class, () -> StoreDirectory.open(temporary.resolve("thesis.txt")));
    assertTrue(file.getMessage().contains("thesis.txt"), file.getMessage());
  }

  @Test
  void aStoreOfAnotherUserIsRefusedWithWhatToDo() throws IOException {
    Path root = temporary.resolve("s");
    StoreDirectory.open(root).close();
    try {
      Files.setAttribute(root, "unix:uid", 12345);
    } catch (FileSystemException e) {
      Assumptions.abort("only root can give a directory away");
    }
    var e = assertThrows(StoreException.class, () -> StoreDirectory.open(root));
    assertTrue(e.getMessage().contains("another user (uid 12345)"), e.getMessage());
    assertTrue(e.getMessage().contains("--root"), e.getMessage());
  }

  @Test
  void aStoreThatWasHalfMadeIsFinished() throws IOException {
    Path root = Files.createDirectory(temporary.resolve("s"));
    Files.writeString(root.resolve(".version-123"), "");
    StoreDirectory.open(root).close();
    Files.delete(root.resolve("tmp"));
    Files.delete(root.resolve("steps"));
    StoreDirectory.open(root).close();
    assertTrue(Files.isDirectory(root.resolve("steps")));
  }

  @Test
  void whatAnotherProcessHasWrittenStaysWhileItLivesAndItsRemainsGoAfterAKill()
      throws IOException, InterruptedException {
    Path root = temporary.resolve("s");
    try (var store = StoreDirectory.open(root)) {
      Process other = anotherProcess(root);
      try {
        assertEquals('!', other.getInputStream().read());
        store.cleanLeftovers();
        assertEquals(2, count(root.resolve("tmp")), "a living process keeps its folder");
        assertEquals(0, FilledStore.dropAll(store).items().size());
      } finally {
        other.destroyForcibly().waitFor();
      }
      // Times of files may run behind the clock by a tick.
      Thread.sleep(150);
      assertEquals(2, FilledStore.dropAll(store).items().size(), "its blob and its folder");
      assertEquals(1, count(root.resolve("tmp")));
      assertEquals(0, store.blobs().list().size());
    }
  }

  @Test
  void closingLeavesNoTemporaryFiles() throws IOException {
    Path root = temporary.resolve("s");
    try (var store = StoreDirectory.open(root)) {
      Files.writeString(store.newTemporaryFile(), "x");
      Files.writeString(store.newTemporaryDirectory().resolve("y"), "x");
      store.blobs().newBlob().write(1);
    }
    assertEquals(0, count(root.resolve("tmp")));
  }

  /** Opens the store, leaves something in its temporary folder and waits to be killed. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws Exception {
      var store = StoreDirectory.open(Path.of(args[0]));
      store.blobs().put(utf8("made"));
      var writer = store.blobs().newBlob();
      writer.write(7);
      System.out.print('!');
      System.out.flush();
      Thread.sleep(60_000);
      writer.close();
      store.close();
    }
  }

  private static Process anotherProcess(Path root) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Other.class.getName(),
            root.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
