package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A store with steps, trees and blobs, of which a test says when they were used. */
final class FilledStore implements AutoCloseable {
  static final int LAYER = 20_000;
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  final Path root;
  final StoreDirectory store;

  /** What the images of the store need. */
  final Set<Digest> imageBlobs = new HashSet<>();

  final Set<Digest> imageLayers = new HashSet<>();

  FilledStore(Path root) throws IOException {
    this.root = root;
    this.store = StoreDirectory.open(root);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  static Limits most(long bytes) {
    return new Limits(OptionalLong.of(bytes), OptionalLong.empty(), 0, Duration.ZERO);
  }

  Collector collector() {
    return collector(store, new Needs(imageBlobs, imageLayers, List.of()));
  }

  private static Collector collector(StoreDirectory store, Needs needs) {
    return store.collector(
        TreeRemover.walking(), () -> needs, record -> record.fields().get("name"));
  }

  Collector.Collected dropAll(Predicate<StoredItem> may) throws IOException {
    return collector().collect(may, Limits.NONE);
  }

  Collector.Collected dropAll() throws IOException {
    return dropAll(i -> true);
  }

  /** Drops all that can go from a store in which nothing is needed. */
  static Collector.Collected dropAll(StoreDirectory store) throws IOException {
    return collector(store, new Needs(Set.of(), Set.of(), List.of()))
        .collect(i -> true, Limits.NONE);
  }

  /** Its bytes on disk, but for the folder of this process. */
  long used() throws IOException {
    var disk = new DiskUse(root);
    long own = 0;
    try (Stream<Path> folders = Files.list(root.resolve("tmp"))) {
      for (Path folder : folders.toList()) {
        own += disk.ofTree(folder);
      }
    }
    return disk.ofTree(root) - own;
  }

  void used(int number, Instant time) throws IOException {
    Path file = root.resolve("steps/" + digest("key" + number).hex() + ".json");
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
      Files.setLastModifiedTime(store.blobs().path(layer(number)), FileTime.from(time));
    } catch (NoSuchFileException e) {
      // Never made, or a collector beside this has just taken it.
      return;
    }
  }

  Optional<StepResult> find(int number) throws IOException {
    Path file = root.resolve("steps/" + digest("key" + number).hex() + ".json");
    FileTime time = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
    Optional<StepResult> found = store.steps().findResult(digest("key" + number));
    if (time != null) {
      Files.setLastModifiedTime(file, time);
    }
    return found;
  }

  /** Nothing of it was used for years; but what was put somewhere keeps the time of that. */
  void old() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> !f.startsWith(root.resolve("tmp"))).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
    Thread.sleep(150);
  }

  Digest step(int number, Digest... below) throws IOException {
    return step(store, number, below);
  }

  static Digest step(StoreDirectory into, int number, Digest... below) throws IOException {
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

  static Digest layer(int number) {
    return Digest.of(content(number));
  }

  static byte[] content(int number) {
    return ("layer " + number + " ".repeat(LAYER)).getBytes(StandardCharsets.UTF_8);
  }

  void tree(Digest layer, int files) throws IOException {
    var trees = store.trees("map");
    Path staged = trees.stage();
    for (int i = 0; i < files; i++) {
      Files.write(staged.resolve("file" + i), bytes(3000));
    }
    trees.adopt(staged, layer);
  }

  static CacheFolder take(CacheFolders mounts, String name) throws Exception {
    return mounts.take(
        digest(name),
        name,
        CacheFolders.Sharing.PRIVATE,
        folder -> Files.write(folder.resolve("f"), bytes(9000)),
        () -> {});
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
