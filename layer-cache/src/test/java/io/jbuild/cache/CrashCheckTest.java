package io.jbuild.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashCheckTest {
  private static final String MAPPING = "mapping";

  @TempDir Path folder;
  private Path root;
  private Digest whole;
  private Digest damaged;

  @BeforeEach
  void makeAStoreOfWhichOneBlobDidNotReachTheDisk() throws IOException {
    root = folder.resolve("store");
    try (StoreDirectory store = StoreDirectory.open(root)) {
      damaged = store.blobs().put("this was lost".getBytes(UTF_8));
      Path file = store.blobs().path(damaged);
      Files.write(file, new byte[(int) Files.size(file)]);
      whole = store.blobs().put("this was not".getBytes(UTF_8));
    }
  }

  private void startMachineAnew() throws IOException {
    Files.writeString(root.resolve("boot"), "another start");
  }

  @Test
  void blobThatDidNotReachTheDiskIsDroppedAfterTheNextStart() throws IOException {
    startMachineAnew();
    try (StoreDirectory store = StoreDirectory.open(root)) {
      assertFalse(store.blobs().has(damaged));
      assertArrayEquals("this was not".getBytes(UTF_8), store.blobs().read(whole));
    }
  }

  @Test
  void treeOfAnEarlierStartIsDroppedWhateverStandsBesideIt() throws IOException {
    try (StoreDirectory store = StoreDirectory.open(root)) {
      TreeStore trees = store.trees(MAPPING);
      trees.adopt(trees.stage(), whole);
      trees.adopt(trees.stage(), damaged);
      Files.delete(trees.path(damaged).resolveSibling(damaged.hex() + TreeStore.USED));
    }
    startMachineAnew();
    try (StoreDirectory store = StoreDirectory.open(root)) {
      assertEquals(Optional.empty(), store.trees(MAPPING).find(whole));
      assertEquals(Optional.empty(), store.trees(MAPPING).find(damaged));
    }
    try (var left = Files.list(root.resolve("trees").resolve(MAPPING))) {
      assertEquals(0, left.count());
    }
    try (var left = Files.list(root.resolve("tmp"))) {
      assertEquals(0, left.count(), "what was dropped is gone with the process");
    }
  }

  @Test
  void storeThatWasCopiedHereIsNotLookedAt() throws IOException {
    try (StoreDirectory store = StoreDirectory.open(root)) {
      TreeStore trees = store.trees(MAPPING);
      trees.adopt(trees.stage(), whole);
      FileTime before = FileTime.from(Instant.now().minusSeconds(60));
      Files.setLastModifiedTime(store.blobs().path(damaged), before);
      Files.setLastModifiedTime(
          trees.path(whole).resolveSibling(whole.hex() + TreeStore.USED), before);
    }
    startMachineAnew();
    try (StoreDirectory store = StoreDirectory.open(root)) {
      assertTrue(store.blobs().has(damaged));
      assertTrue(store.trees(MAPPING).find(whole).isPresent());
    }
  }

  @Test
  void storeIsLookedAtOnceInAStart() throws IOException {
    try (StoreDirectory store = StoreDirectory.open(root)) {
      assertTrue(store.blobs().has(damaged), "what the same start wrote is trusted");
    }
    startMachineAnew();
    StoreDirectory.open(root).close();
    assertArrayEquals(
        Files.readAllBytes(Path.of("/proc/sys/kernel/random/boot_id")),
        Files.readAllBytes(root.resolve("boot")));
  }

  @Test
  void whatWasMadeLongBeforeTheLastThingIsLeftAlone() throws Exception {
    Thread.sleep(150); // longer than the clock of files may stand still
    try (StoreDirectory store = StoreDirectory.open(root)) {
      store.blobs().put("the last thing".getBytes(UTF_8));
    }
    Lease lease = Lease.acquire(root.resolve("lock"));
    var temporary = new TemporaryFiles(root.resolve("tmp"), lease);
    try {
      CrashCheck.run(root, temporary, lease, new byte[] {1}, Duration.ofMillis(100));
      assertTrue(Files.exists(root.resolve("images/blobs/sha256").resolve(damaged.hex())));
      CrashCheck.run(root, temporary, lease, new byte[] {2}, Duration.ofHours(1));
      assertFalse(Files.exists(root.resolve("images/blobs/sha256").resolve(damaged.hex())));
    } finally {
      temporary.close();
      lease.release();
    }
  }
}
