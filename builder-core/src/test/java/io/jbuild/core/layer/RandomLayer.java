package io.jbuild.core.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Layers made up from a seed, with everything that a layer can hold. */
final class RandomLayer {
  final TreeMap<String, Entry> entries = new TreeMap<>(PathBytes.ORDER);
  final Map<String, byte[]> contents = new TreeMap<>();
  private final Set<String> opaque = new HashSet<>();
  private final Random random;
  private final boolean marks;

  private RandomLayer(long seed, boolean marks) {
    this.random = new Random(seed);
    this.marks = marks;
  }

  static RandomLayer of(long seed, int files) {
    return of(seed, files, true);
  }

  /** Without whiteouts and opaque marks, devices and foreign owners: what a user can make. */
  static RandomLayer plain(long seed, int files) {
    return of(seed, files, false);
  }

  private static RandomLayer of(long seed, int files, boolean marks) {
    var layer = new RandomLayer(seed, marks);
    var directories = new ArrayList<String>(List.of(""));
    for (int i = 0; i < files; i++) {
      layer.addOne(directories);
    }
    return layer;
  }

  private void addOne(List<String> directories) {
    String directory = directories.get(random.nextInt(directories.size()));
    String path = directory.isEmpty() ? name() : directory + "/" + name();
    if (entries.containsKey(path) || PathBytes.encode(path).length > 3000) {
      return;
    }
    int uid = marks ? id() : 0;
    int gid = marks ? id() : 0;
    var time = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
    int kind = random.nextInt(marks ? 12 : 8);
    switch (kind) {
      case 0, 1 -> {
        entries.put(path, Entry.directory(path, 0700 | random.nextInt(01000), uid, gid, time));
        directories.add(path);
        if (marks && random.nextInt(4) == 0) {
          opaque.add(path);
        }
      }
      case 2 -> entries.put(path, Entry.symlink(path, target(), uid, gid, time));
      case 3 -> hardlink(path);
      case 8 -> entries.put(path, Entry.whiteout(path));
      case 9 -> entries.put(path, device(path, EntryType.CHARACTER_DEVICE, time));
      case 10 -> entries.put(path, device(path, EntryType.BLOCK_DEVICE, time));
      case 11 -> entries.put(path, device(path, EntryType.FIFO, time));
      default -> file(path, uid, gid, time);
    }
  }

  private void file(String path, int uid, int gid, Instant time) {
    byte[] bytes =
        new byte[random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(2000)];
    random.nextBytes(bytes);
    contents.put(path, bytes);
    int mode = (marks ? random.nextInt(010000) : 0600 | random.nextInt(01000));
    Entry file = Entry.file(path, mode, uid, gid, bytes.length, time);
    if (marks && random.nextInt(8) == 0) {
      byte[] value = new byte[1 + random.nextInt(40)];
      random.nextBytes(value);
      file =
          file.withXattrs(new TreeMap<>(Map.of("user.a=b", value, "security.capability", value)));
    }
    entries.put(path, file);
  }

  private void hardlink(String path) {
    for (Entry entry : entries.values()) {
      if (PathBytes.ORDER.compare(entry.path(), path) < 0 && entry.type() == EntryType.FILE) {
        entries.put(
            path,
            new Entry(
                path,
                EntryType.HARDLINK,
                entry.mode(),
                entry.uid(),
                entry.gid(),
                0,
                entry.mtime(),
                entry.path(),
                0,
                0,
                Collections.emptySortedMap(),
                Optional.empty()));
        return;
      }
    }
  }

  private Entry device(String path, EntryType type, Instant time) {
    boolean fifo = type == EntryType.FIFO;
    return new Entry(
        path,
        type,
        random.nextInt(01000),
        0,
        0,
        0,
        time,
        "",
        fifo ? 0 : 1 + random.nextInt(200),
        fifo ? 0 : random.nextInt(70_000),
        Collections.emptySortedMap(),
        Optional.empty());
  }

  private int id() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(60_000);
      case 1 -> 2_097_152 + random.nextInt(1_000_000);
      case 2 -> -2;
      default -> 0;
    };
  }

  private String target() {
    return (random.nextBoolean() ? "../" : "/") + name();
  }

  private String name() {
    return switch (random.nextInt(12)) {
      case 0 -> "näme-" + random.nextInt(50) + "\uD83D\uDE00";
      case 1 -> "raw\uDCFF\uDC80" + random.nextInt(50);
      case 2 -> "l" + "o".repeat(20 + random.nextInt(150)) + "ng";
      case 3 -> "ñ".repeat(20 + random.nextInt(60));
      case 4 -> "r\uDCE9".repeat(20 + random.nextInt(60));
      case 5 -> "with space\tand\nline" + random.nextInt(9);
      case 6 -> "a-" + random.nextInt(20);
      case 7 -> "a." + random.nextInt(20);
      default -> "f" + random.nextInt(100);
    };
  }

  /** All entries with the opaque marks, in order. */
  List<Entry> all() {
    var all = new ArrayList<Entry>();
    for (Entry entry : entries.values()) {
      all.add(entry);
      if (opaque.contains(entry.path())) {
        all.add(Entry.opaque(entry.path()));
      }
    }
    return all;
  }

  Layer write(OutputStream sink) throws IOException {
    var writer = new LayerWriter(sink);
    for (Entry entry : all()) {
      byte[] bytes = contents.get(entry.path());
      writer.add(entry, bytes == null ? ContentSource.NONE : ContentSource.of(bytes));
    }
    return writer.finish();
  }

  byte[] tar() {
    var out = new ByteArrayOutputStream();
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
