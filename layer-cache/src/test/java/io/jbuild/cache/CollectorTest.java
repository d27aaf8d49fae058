package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoredItem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  private static final int LITTLE = 5000;

  @TempDir Path temporary;
  private FilledStore filled;
  private StoreDirectory store;
  private int count;

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
  void everyByteOfTheStoreIsExplained() throws Exception {
    Digest below = filled.step(1);
    filled.step(2, below);
    filled.tree(below, 3);
    filled.imageBlobs.add(filled.step(4));
    store.layers().write(FilledStore.digest("pulled"), "index", FilledStore.bytes(100));
    store.remote().write(FilledStore.digest("address"), "http", FilledStore.bytes(10));
    store.origins().write(FilledStore.digest("gone"), "pulled-from", FilledStore.bytes(10));
    store.logs().newLog().write(FilledStore.bytes(10));
    store.blobs().put(FilledStore.bytes(5000));
    Files.writeString(filled.root.resolve("steps/damaged.json"), "{");
    store
        .cacheMounts("map")
        .take(FilledStore.digest("c"), "npm", CacheFolders.Sharing.SHARED, f -> {}, () -> {});
    List<StoredItem> items = filled.collector().items();
    long sum = items.stream().mapToLong(StoredItem::bytes).sum();
    assertEquals(filled.used(), sum, items.toString());
    assertEquals(2, items.stream().filter(i -> i.kind() == Kind.STEP && !i.shared()).count());
    assertTrue(items.stream().anyMatch(i -> i.description().equals("npm")));
  }

  @Test
  void whatNothingLeadsToGoesAndWhatImagesNeedStays() throws Exception {
    Digest image = store.blobs().put(FilledStore.bytes(FilledStore.LAYER));
    Digest pulled = store.blobs().put(FilledStore.bytes(FilledStore.LAYER + 1));
    filled.imageBlobs.add(image);
    Digest step = filled.step(1);
    filled.old();
    List<StoredItem> gone = filled.dropAll(i -> i.kind() == Kind.LEFTOVER).items();
    assertEquals(List.of(pulled.hex()), gone.stream().map(StoredItem::id).toList());
    assertTrue(store.blobs().has(image) && store.blobs().has(step));
    filled.dropAll(i -> true);
    assertTrue(store.blobs().has(image));
    assertFalse(store.blobs().has(step));
    assertEquals(0, store.layers().list().size());
    assertTrue(filled.find(1).isEmpty());
  }

  @Test
  void theLeastRecentlyUsedGoFirstAndTreesBeforeThem() throws Exception {
    Digest a = filled.step(1);
    Digest b = filled.step(2);
    Digest c = filled.step(3);
    filled.tree(a, 10);
    filled.old();
    filled.used(2, FilledStore.LONG_AGO.plusSeconds(1));
    filled.used(1, FilledStore.LONG_AGO.plusSeconds(2));
    filled.used(3, FilledStore.LONG_AGO.plusSeconds(3));
    assertEquals(
        List.of("tree " + a, "step " + b, "step " + a, "step " + c),
        filled.dropAll().items().stream().map(i -> i.kind() + " sha256:" + i.id()).toList());
  }

  @Test
  void aStepOutlivesThoseThatStandOnIt() throws Exception {
    Digest below = filled.step(1);
    Digest middle = filled.step(2, below);
    filled.step(3, middle);
    filled.old();
    filled.used(3, FilledStore.LONG_AGO.plusSeconds(9));
    assertEquals(
        List.of("3", "2", "1"),
        filled.dropAll().items().stream()
            .filter(i -> i.kind() == Kind.STEP)
            .map(StoredItem::description)
            .toList());
  }

  @Test
  void aCapIsObeyedWithNoMoreThanItTakes() throws Exception {
    for (int i = 0; i < 20; i++) {
      filled.step(i);
      filled.used(i, FilledStore.LONG_AGO.plusSeconds(i));
    }
    long before = filled.used();
    for (long cap = before; cap > before / 3; cap -= 7_000) {
      Collector.Collected result = filled.collector().collect(i -> true, FilledStore.most(cap));
      assertEquals(filled.used(), result.used());
      assertTrue(result.used() <= cap, result.used() + " of " + cap);
      assertTrue(result.used() > cap - 2 * FilledStore.LAYER, result.used() + " of " + cap);
    }
  }

  @Test
  void whatWasUsedLatelyStaysAndSoDoesWhatIsReserved() throws Exception {
    filled.step(1);
    filled.step(2);
    filled.old();
    filled.used(2, Instant.now().minusSeconds(100));
    var keep = new Limits(OptionalLong.of(0), OptionalLong.empty(), 0, Duration.ofHours(1));
    assertEquals(
        List.of("1"),
        filled.collector().collect(i -> true, keep).items().stream()
            .map(StoredItem::description)
            .toList());
    var reserve =
        new Limits(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE), 1 << 20, Duration.ZERO);
    assertEquals(List.of(), filled.collector().collect(i -> true, reserve).items());
    assertTrue(filled.find(2).isPresent());
  }

  @Test
  void aFullDiskAsksForNothingOfASmallStore() throws Exception {
    filled.step(1);
    filled.old();
    OptionalLong everything = OptionalLong.of(Long.MAX_VALUE);
    var small = new Limits(OptionalLong.empty(), everything, 1 << 20, Duration.ZERO);
    var large = new Limits(OptionalLong.empty(), everything, LITTLE, Duration.ZERO);
    assertFalse(filled.collector().isAsked(small));
    assertTrue(filled.collector().isAsked(large));
    Collector.Collected all = filled.collector().collect(i -> true, large);
    assertTrue(all.met() && !all.items().isEmpty(), all.toString());
  }

  @Test
  void whatCannotBeMetIsTold() throws Exception {
    filled.imageBlobs.add(filled.step(1));
    filled.old();
    assertFalse(filled.collector().collect(i -> true, FilledStore.most(LITTLE)).met());
    assertTrue(filled.collector().collect(i -> true, FilledStore.most(1 << 20)).met());
  }

  @Test
  void aStoreOfAnyMakeKeepsItsImagesAndComesUnderItsCap() throws Exception {
    var random = new Random(42);
    for (int round = 0; round < 6; round++) {
      List<Digest> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Digest on = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        Digest layer = on == null ? filled.step(count++) : filled.step(count++, on);
        all.add(layer);
        if (random.nextInt(3) == 0) {
          filled.tree(layer, random.nextInt(9));
        }
        if (random.nextInt(6) == 0) {
          filled.imageBlobs.add(layer);
          filled.imageLayers.add(layer);
        }
        if (random.nextInt(4) == 0) {
          store.blobs().put(FilledStore.bytes(random.nextInt(9000)));
        }
      }
      filled.old();
      long cap = (long) (filled.used() * random.nextDouble());
      Collector.Collected result = filled.collector().collect(i -> true, FilledStore.most(cap));
      assertEquals(filled.used(), result.used());
      for (Digest blob : filled.imageBlobs) {
        assertTrue(store.blobs().has(blob), "an image lost " + blob);
      }
      boolean nothingLeft =
          filled.collector().items().stream()
              .noneMatch(i -> i.reclaimable() && !(i.kind() == Kind.STEP && i.shared()));
      assertTrue(result.used() <= cap || nothingLeft, result.used() + " of " + cap);
      for (int i = 0; i < count; i++) {
        filled.find(i).ifPresent(found -> assertTrue(store.blobs().has(found.layer().diffId())));
      }
    }
  }
}
