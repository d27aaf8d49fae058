package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link StoredItem} while it is put together: where it lies, and what time tells of its use. */
final class Holding {
  final StoredItem.Kind kind;
  final String id;
  String description = "";
  Instant created = Instant.MAX;

  /** Nothing is known of its use but that. */
  Instant lastUsed = Instant.EPOCH;

  int records;
  long ownBytes;
  boolean needed;

  /** The step that gave the layer, of things that belong to one. */
  final Set<String> below = new HashSet<>();

  /** Files whose mtime is that of a use. */
  final List<Path> marks = new ArrayList<>();

  /** Folders whose own mtime means something else: they were used when they were put there. */
  final List<Path> placed = new ArrayList<>();

  /** What is deleted, in this order. */
  final List<Path> files = new ArrayList<>();

  /** Deleted after the files, where no other holding has them. */
  final Set<Digest> blobs = new LinkedHashSet<>();

  /** A lock of a {@link CacheFolders} folder that must be free; null where none is needed. */
  Path lock;

  Holding(StoredItem.Kind kind, String id) {
    this.kind = kind;
    this.id = id;
  }

  void mark(Path file, Instant used) {
    marks.add(file);
    usedAt(used);
  }

  void place(Path folder) throws IOException {
    placed.add(folder);
    usedAt(placedAt(folder));
  }

  void usedAt(Instant used) {
    if (used.isAfter(lastUsed)) {
      lastUsed = used;
    }
  }

  void createdAt(Instant time) {
    if (time.isBefore(created)) {
      created = time;
    }
  }

  /** Whether nobody has used it since, looked at once more. */
  boolean unusedSince(Instant bound) throws IOException {
    for (Path mark : marks) {
      if (!timeOf(mark).isBefore(bound)) {
        return false;
      }
    }
    for (Path folder : placed) {
      if (!placedAt(folder).isBefore(bound)) {
        return false;
      }
    }
    return true;
  }

  /** A step is used whenever one that stands on it is, even if it was looked up earlier. */
  static void useWhatIsStoodOn(Collection<Holding> steps) {
    Map<String, Holding> byId = new HashMap<>();
    steps.forEach(step -> byId.put(step.id, step));
    Deque<Holding> news = new ArrayDeque<>(steps);
    while (!news.isEmpty()) {
      Holding step = news.remove();
      for (String id : step.below) {
        Holding below = byId.get(id);
        if (below != null && below.lastUsed.isBefore(step.lastUsed)) {
          below.usedAt(step.lastUsed);
          news.add(below);
        }
      }
    }
  }

  static Instant timeOf(Path mark) throws IOException {
    try {
      return Files.getLastModifiedTime(mark, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  /** When a file was last put where it is; its mtime may be anything. */
  private static Instant placedAt(Path file) throws IOException {
    try {
      return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS))
          .toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }
}
