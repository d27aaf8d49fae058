package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.CacheFolders.Sharing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheFoldersTest {
  private static final Digest KEY = Digest.of(new byte[] {1});
  private static final Digest OTHER = Digest.of(new byte[] {2});

  @TempDir Path temp;
  private StoreDirectory store;
  private CacheFolders folders;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temp.resolve("store"));
    folders = store.cacheMounts("map");
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private CacheFolder take(Digest key, Sharing sharing) throws Exception {
    return folders.take(key, "name", sharing, folder -> {}, () -> {});
  }

  @Test
  void whatIsInAFolderStays() throws Exception {
    try (CacheFolder first = take(KEY, Sharing.SHARED)) {
      Files.writeString(first.path().resolve("f"), "kept");
    }
    try (CacheFolder again = take(KEY, Sharing.LOCKED);
        CacheFolder other = take(OTHER, Sharing.LOCKED)) {
      assertEquals("kept", Files.readString(again.path().resolve("f")));
      assertFalse(Files.exists(other.path().resolve("f")));
    }
  }

  @Test
  void onlyANewFolderIsFilled() throws Exception {
    var filled = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      folders
          .take(
              KEY,
              "name",
              Sharing.SHARED,
              folder -> {
                filled.incrementAndGet();
                Files.writeString(folder.resolve("seed"), "s");
              },
              () -> {})
          .close();
    }
    assertEquals(1, filled.get());
  }

  @Test
  void aFolderThatCouldNotBeFilledIsNone() throws Exception {
    assertThrows(
        IOException.class,
        () ->
            folders.take(
                KEY,
                "name",
                Sharing.LOCKED,
                folder -> {
                  throw new IOException("no");
                },
                () -> {}));
    try (CacheFolder next = take(KEY, Sharing.LOCKED)) {
      assertTrue(Files.isDirectory(next.path()));
    }
  }

  @Test
  void sharedOnesAreOneFolderAndPrivateOnesAreNot() throws Exception {
    try (CacheFolder a = take(KEY, Sharing.SHARED);
        CacheFolder b = take(KEY, Sharing.SHARED);
        CacheFolder c = take(KEY, Sharing.PRIVATE);
        CacheFolder d = take(KEY, Sharing.PRIVATE)) {
      assertEquals(a.path(), b.path());
      assertNotEquals(a.path(), c.path());
      assertNotEquals(c.path(), d.path());
    }
    try (CacheFolder e = take(KEY, Sharing.PRIVATE);
        CacheFolder f = take(KEY, Sharing.SHARED)) {
      assertNotEquals(e.path(), f.path(), "who shares does not get what is private now");
    }
  }

  @Test
  void aLockedOneWaitsForTheOther() throws Exception {
    var waiting = new CountDownLatch(1);
    CacheFolder first = take(KEY, Sharing.LOCKED);
    var second = new CompletableFuture<CacheFolder>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                second.complete(
                    folders.take(KEY, "name", Sharing.LOCKED, folder -> {}, waiting::countDown));
              } catch (Exception e) {
                second.completeExceptionally(e);
              }
            });
    assertTrue(waiting.await(1, TimeUnit.MINUTES));
    assertFalse(second.isDone());
    first.close();
    try (CacheFolder got = second.get(1, TimeUnit.MINUTES)) {
      assertEquals(first.path(), got.path());
    }
  }

  @Test
  void anotherProcessIsWaitedForToo() throws Exception {
    CacheFolder mine = take(KEY, Sharing.LOCKED);
    Path lock = Path.of(mine.path().getParent() + ".lock");
    mine.close();
    Path flag = temp.resolve("held");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                lock.toString(),
                flag.toString())
            .inheritIO()
            .start();
    while (!Files.exists(flag)) {
      assertTrue(other.isAlive());
      TimeUnit.MILLISECONDS.sleep(20);
    }
    var told = new AtomicInteger();
    try (CacheFolder apart = take(KEY, Sharing.PRIVATE)) {
      assertNotEquals(mine.path(), apart.path());
      Thread waiter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (CacheFolder got =
                        folders.take(
                            KEY,
                            "name",
                            Sharing.LOCKED,
                            folder -> {},
                            () -> {
                              told.incrementAndGet();
                              other.destroyForcibly();
                            })) {
                      assertEquals(mine.path(), got.path());
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      waiter.join();
    }
    assertEquals(1, told.get());
  }

  /** Holds a lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          var lock = channel.lock(0, 1, false)) {
        Files.createFile(Path.of(args[1]));
        TimeUnit.HOURS.sleep(1);
        assertTrue(lock.isValid());
      }
    }
  }
}
