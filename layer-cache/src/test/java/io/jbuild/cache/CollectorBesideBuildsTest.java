package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cache.StoredItem.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorBesideBuildsTest {
  @TempDir Path temporary;
  private FilledStore filled;
  private StoreDirectory store;

  @BeforeEach
  void open() throws IOException {
    filled = new FilledStore(temporary.resolve("store"));
    store = filled.store;
  }

  @AfterEach
  void close() throws IOException {
    filled.close();
  }

  @Test
  void whatALivingProcessHasUsedOrMadeStays() throws Exception {
    Digest hit = filled.step(1);
    Digest miss = filled.step(2);
    filled.tree(hit, 3);
    filled.old();
    try (var build = StoreDirectory.open(filled.root)) {
      assertTrue(build.steps().findResult(FilledStore.digest("key1")).isPresent());
      assertTrue(build.trees("map").find(hit).isPresent());
      Digest made = build.blobs().put(FilledStore.bytes(FilledStore.LAYER));
      assertEquals(
          State.IN_USE,
          filled.collector().items().stream()
              .filter(i -> i.id().equals(made.hex()))
              .findFirst()
              .orElseThrow()
              .state());
      List<StoredItem> gone = filled.dropAll().items();
      assertTrue(build.blobs().has(made) && build.blobs().has(hit), gone.toString());
      assertTrue(Files.isDirectory(build.trees("map").path(hit)));
      assertFalse(build.blobs().has(miss));
    }
  }

  @Test
  void aCacheMountThatIsInUseStays() throws Exception {
    var mounts = store.cacheMounts("map");
    try (CacheFolder used = FilledStore.take(mounts, "a")) {
      FilledStore.take(mounts, "b").close();
      filled.old();
      filled.dropAll();
      assertTrue(Files.isDirectory(used.path()));
      assertEquals(
          List.of("a"),
          filled.collector().items().stream()
              .filter(i -> i.kind() == Kind.CACHE_MOUNT)
              .map(StoredItem::description)
              .toList());
    }
    assertEquals(1, filled.dropAll().items().size());
  }

  @Test
  void buildsBesideACollectorAlwaysFindWhatTheyWereTold() throws Exception {
    for (int i = 0; i < 30; i++) {
      filled.step(i);
    }
    List<String> wrong = new ArrayList<>();
    // No years pass while somebody collects: he may have seen a blob before its record.
    Lock years = new ReentrantLock(true);
    Thread build = Thread.ofPlatform().start(() -> build(wrong, years));
    while (build.isAlive()) {
      years.lock();
      try {
        filled.collector().collect(i -> true, FilledStore.most(100_000));
      } finally {
        years.unlock();
      }
    }
    build.join();
    assertEquals(List.of(), wrong);
  }

  /** Uses steps as a build does: a hit must be whole, a miss is made again. */
  private void build(List<String> wrong, Lock years) {
    var random = new Random(7);
    try {
      for (int round = 0; round < 25; round++) {
        years.lock();
        try {
          for (int i = 0; i < 30; i++) {
            filled.used(i, FilledStore.LONG_AGO);
          }
        } finally {
          years.unlock();
        }
        try (var mine = StoreDirectory.open(filled.root)) {
          List<Digest> needed = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int n = random.nextInt(30);
            Optional<StepResult> found = mine.steps().findResult(FilledStore.digest("key" + n));
            if (found.isPresent() && mine.blobs().has(found.get().layer().blob().orElseThrow())) {
              needed.add(found.get().layer().diffId());
            } else {
              needed.add(FilledStore.step(mine, n));
            }
          }
          Thread.sleep(random.nextInt(5));
          for (Digest blob : needed) {
            if (!mine.blobs().has(blob)) {
              wrong.add("a build lost " + blob);
            }
          }
        }
      }
    } catch (IOException | InterruptedException e) {
      wrong.add(e.toString());
    }
  }
}
