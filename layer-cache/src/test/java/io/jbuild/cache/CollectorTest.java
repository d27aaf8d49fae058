package io.jbuild.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cache.StoredItem.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  private static final int LAYER = 20_000;
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path temporary;
  private Path root;
  private StoreDirectory store;
  private final Set<Digest> imageBlobs = new HashSet<>();
  private final Set<Digest> imageLayers = new HashSet<>();
  private int count;

  @BeforeEach
  void open() throws IOException {
    root = temporary.resolve("store");
    store = StoreDirectory.open(root);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void everyByteOfTheStoreIsExplained() throws Exception {
    Digest below = step(1);
    step(2, below);
    tree(below, 3);
    imageBlobs.add(step(4));
    store.layers().write(digest("pulled"), "index", bytes(100));
    store.remote().write(digest("address"), "http", bytes(10));
    store.origins().write(digest("gone"), "pulled-from", bytes(10));
    store.logs().newLog().write(bytes(10));
    store.blobs().put(bytes(5000));
    Files.writeString(root.resolve("steps/damaged.json"), "{");
    store
        .cacheMounts("map")
        .take(digest("c"), "npm", CacheFolders.Sharing.SHARED, f -> {}, () -> {});
    List<StoredItem> items = collector(store).items();
    long sum = items.stream().mapToLong(StoredItem::bytes).sum();
    assertEquals(used(), sum, items.toString());
    assertEquals(2, items.stream().filter(i -> i.kind() == Kind.STEP && !i.shared()).count());
    assertTrue(items.stream().anyMatch(i -> i.description().equals("npm")));
  }

  @Test
  void whatNothingLeadsToGoesAndWhatImagesNeedStays() throws Exception {
    Digest image = store.blobs().put(bytes(LAYER));
    Digest pulled = store.blobs().put(bytes(LAYER + 1));
    imageBlobs.add(image);
    Digest step = step(1);
    old();
    List<StoredItem> gone = dropAll(store, i -> i.kind() == Kind.LEFTOVER).items();
    assertEquals(List.of(pulled.hex()), gone.stream().map(StoredItem::id).toList());
    assertTrue(store.blobs().has(image) && store.blobs().has(step));
    dropAll(store, i -> true);
    assertTrue(store.blobs().has(image));
    assertFalse(store.blobs().has(step));
    assertEquals(0, store.layers().list().size());
    assertTrue(find(1).isEmpty());
  }

  @Test
  void theLeastRecentlyUsedGoFirstAndTreesBeforeThem() throws Exception {
    Digest a = step(1);
    Digest b = step(2);
    Digest c = step(3);
    tree(a, 10);
    old();
    used(2, LONG_AGO.plusSeconds(1));
    used(1, LONG_AGO.plusSeconds(2));
    used(3, LONG_AGO.plusSeconds(3));
    assertEquals(
        List.of("tree " + a, "step " + b, "step " + a, "step " + c),
        dropAll(store).items().stream().map(i -> i.kind() + " sha256:" + i.id()).toList());
  }

  @Test
  void aStepOutlivesThoseThatStandOnIt() throws Exception {
    Digest below = step(1);
    Digest middle = step(2, below);
    step(3, middle);
    old();
    used(3, LONG_AGO.plusSeconds(9));
    assertEquals(
        List.of("3", "2", "1"),
        dropAll(store).items().stream()
            .filter(i -> i.kind() == Kind.STEP)
            .map(StoredItem::description)
            .toList());
  }

  @Test
  void aCapIsObeyedWithNoMoreThanItTakes() throws Exception {
    for (int i = 0; i < 20; i++) {
      step(i);
      used(i, LONG_AGO.plusSeconds(i));
    }
    long before = used();
    for (long cap = before; cap > before / 3; cap -= 7_000) {
      Collector.Collected result = collector(store).collect(i -> true, most(cap));
      assertEquals(used(), result.used());
      assertTrue(result.used() <= cap, result.used() + " of " + cap);
      assertTrue(result.used() > cap - 2 * LAYER, result.used() + " of " + cap);
    }
  }

  @Test
  void whatWasUsedLatelyStaysAndSoDoesWhatIsReserved() throws Exception {
    step(1);
    step(2);
    old();
    used(2, Instant.now().minusSeconds(100));
    var keep = new Limits(OptionalLong.of(0), OptionalLong.empty(), 0, Duration.ofHours(1));
    assertEquals(
        List.of("1"),
        collector(store).collect(i -> true, keep).items().stream()
            .map(StoredItem::description)
            .toList());
    var reserve =
        new Limits(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE), 1 << 20, Duration.ZERO);
    assertEquals(List.of(), collector(store).collect(i -> true, reserve).items());
    assertTrue(find(2).isPresent());
  }

  @Test
  void whatALivingProcessHasUsedOrMadeStays() throws Exception {
    Digest hit = step(1);
    Digest miss = step(2);
    tree(hit, 3);
    old();
    try (var build = StoreDirectory.open(root)) {
      assertTrue(build.steps().findResult(digest("key1")).isPresent());
      assertTrue(build.trees("map").find(hit).isPresent());
      Digest made = build.blobs().put(bytes(LAYER));
      assertEquals(
          State.IN_USE,
          collector(store).items().stream()
              .filter(i -> i.id().equals(made.hex()))
              .findFirst()
              .orElseThrow()
              .state());
      List<StoredItem> gone = dropAll(store).items();
      assertTrue(build.blobs().has(made) && build.blobs().has(hit), gone.toString());
      assertTrue(Files.isDirectory(build.trees("map").path(hit)));
      assertFalse(build.blobs().has(miss));
    }
  }

  @Test
  void aCacheMountThatIsInUseStays() throws Exception {
    var mounts = store.cacheMounts("map");
    try (CacheFolder used = take(mounts, "a")) {
      take(mounts, "b").close();
      old();
      dropAll(store);
      assertTrue(Files.isDirectory(used.path()));
      assertEquals(
          List.of("a"),
          collector(store).items().stream()
              .filter(i -> i.kind() == Kind.CACHE_MOUNT)
              .map(StoredItem::description)
              .toList());
    }
    assertEquals(1, dropAll(store).items().size());
  }

  @Test
  void buildsBesideACollectorAlwaysFindWhatTheyWereTold() throws Exception {
    for (int i = 0; i < 30; i++) {
      step(i);
    }
    List<String> wrong = new ArrayList<>();
    Thread build = Thread.ofPlatform().start(() -> build(wrong));
    while (build.isAlive()) {
      collector(store).collect(i -> true, most(100_000));
    }
    build.join();
    assertEquals(List.of(), wrong);
  }

  /** Uses steps as a build does: a hit must be whole, a miss is made again. */
  private void build(List<String> wrong) {
    var random = new Random(7);
    try {
      for (int round = 0; round < 25; round++) {
        for (int i = 0; i < 30; i++) {
          used(i, LONG_AGO);
        }
        try (var mine = StoreDirectory.open(root)) {
          List<Digest> needed = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int n = random.nextInt(30);
            Optional<StepResult> found = mine.steps().findResult(digest("key" + n));
            if (found.isPresent() && mine.blobs().has(found.get().layer().blob().orElseThrow())) {
              needed.add(found.get().layer().diffId());
            } else {
              needed.add(step(mine, n));
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

  @Test
  void aStoreOfAnyMakeKeepsItsImagesAndComesUnderItsCap() throws Exception {
    var random = new Random(42);
    for (int round = 0; round < 6; round++) {
      List<Digest> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Digest on = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        Digest layer = on == null ? step(count++) : step(count++, on);
        all.add(layer);
        if (random.nextInt(3) == 0) {
          tree(layer, random.nextInt(9));
        }
        if (random.nextInt(6) == 0) {
          imageBlobs.add(layer);
          imageLayers.add(layer);
        }
        if (random.nextInt(4) == 0) {
          store.blobs().put(bytes(random.nextInt(9000)));
        }
      }
      old();
      long cap = (long) (used() * random.nextDouble());
      Collector.Collected result = collector(store).collect(i -> true, most(cap));
      assertEquals(used(), result.used());
      for (Digest blob : imageBlobs) {
        assertTrue(store.blobs().has(blob), "an image lost " + blob);
      }
      boolean nothingLeft =
          collector(store).items().stream()
              .noneMatch(i -> i.reclaimable() && !(i.kind() == Kind.STEP && i.shared()));
      assertTrue(result.used() <= cap || nothingLeft, result.used() + " of " + cap);
      for (int i = 0; i < count; i++) {
        find(i).ifPresent(found -> assertTrue(store.blobs().has(found.layer().diffId())));
      }
    }
  }

  private static Limits most(long bytes) {
    return new Limits(OptionalLong.of(bytes), OptionalLong.empty(), 0, Duration.ZERO);
  }

  private Collector collector(StoreDirectory opened) {
    return opened.collector(
        TreeRemover.walking(),
        () -> new Needs(imageBlobs, imageLayers, List.of()),
        record -> record.fields().get("name"));
  }

  private Collector.Collected dropAll(
      StoreDirectory opened, java.util.function.Predicate<StoredItem> may) throws IOException {
    return collector(opened).collect(may, Limits.NONE);
  }

  /** Drops all that can go from a store in which nothing is needed. */
  static Collector.Collected dropAll(StoreDirectory opened) throws IOException {
    var test = new CollectorTest();
    return test.dropAll(opened, i -> true);
  }

  /** The folder of this process goes with it. */
  private long used() throws IOException {
    var disk = new DiskUse(root);
    long own = 0;
    try (Stream<Path> folders = Files.list(root.resolve("tmp"))) {
      for (Path folder : folders.toList()) {
        own += disk.ofTree(folder);
      }
    }
    return disk.ofTree(root) - own;
  }

  private Optional<StepResult> find(int number) throws IOException {
    Path file = root.resolve("steps/" + digest("key" + number).hex() + ".json");
    FileTime time = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
    Optional<StepResult> found = store.steps().findResult(digest("key" + number));
    if (time != null) {
      Files.setLastModifiedTime(file, time);
    }
    return found;
  }

  private void used(int number, Instant time) throws IOException {
    Path file = root.resolve("steps/" + digest("key" + number).hex() + ".json");
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
      Files.setLastModifiedTime(store.blobs().path(layer(number)), FileTime.from(time));
    } catch (NoSuchFileException e) {
      // Never made, or a collector beside this has just taken it.
      return;
    }
  }

  /** Nothing of it was used for years; but what was put somewhere keeps the time of that. */
  private void old() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> !f.startsWith(root.resolve("tmp"))).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
    Thread.sleep(150);
  }

  private Digest step(int number, Digest... below) throws IOException {
    return step(store, number, below);
  }

  private static Digest step(StoreDirectory into, int number, Digest... below) throws IOException {
    byte[] content = content(number);
    Digest layer = into.blobs().put(content);
    into.layers().write(layer, "index", bytes(50));
    var fields = new TreeMap<String, String>();
    fields.put("name", Integer.toString(number));
    into.steps()
        .put(
            new StepRecord(
                digest("key" + number),
                fields,
                new TreeMap<>(),
                new LayerRecord(layer, content.length, digest("c" + number), Optional.of(layer)),
                Set.of(below),
                Instant.ofEpochSecond(1_500_000_000L + number),
                Duration.ofSeconds(1),
                Set.of()));
    return layer;
  }

  private static Digest layer(int number) {
    return Digest.of(content(number));
  }

  private static byte[] content(int number) {
    return ("layer " + number + " ".repeat(LAYER)).getBytes(StandardCharsets.UTF_8);
  }

  private void tree(Digest layer, int files) throws IOException {
    var trees = store.trees("map");
    Path staged = trees.stage();
    for (int i = 0; i < files; i++) {
      Files.write(staged.resolve("file" + i), bytes(3000));
    }
    trees.adopt(staged, layer);
  }

  private static CacheFolder take(CacheFolders mounts, String name) throws Exception {
    return mounts.take(
        digest(name),
        name,
        CacheFolders.Sharing.PRIVATE,
        folder -> Files.write(folder.resolve("f"), bytes(9000)),
        () -> {});
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
