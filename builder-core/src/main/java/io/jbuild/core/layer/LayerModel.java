package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the entries of one tar come to when they are unpacked one after another: the last of a path
 * wins, whatever takes the place of a directory removes what is in it, parents that are symlinks of
 * the same tar are followed inside the root, hardlinks lead to a file of the same tar.
 */
final class LayerModel {
  private static final int MOST_LINKS = 40;

  // Sorted, so that what lies below a directory is found without a look at all the rest.
  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private final NavigableSet<String> implied = new TreeSet<>();
  private final NavigableSet<String> opaque = new TreeSet<>();
  private final Map<String, List<String>> hardlinks = new HashMap<>();
  private boolean symlinks;
  private String knownDirectory = "";

  LayerModel() {
    implied.add("");
  }

  /**
   * Where an entry went.
   *
   * @param entry with the path that it really has; null when it adds nothing
   * @param replaces whether something else that lay at its path has to go first
   */
  record Placed(Entry entry, boolean replaces) {
    private static final Placed NOTHING = new Placed(null, false);
  }

  Entry get(String path) {
    return entries.get(path);
  }

  Placed place(Entry given) throws LayerException {
    if (given.type() == EntryType.OPAQUE) {
      String directory = directory(given.path(), given);
      opaque.add(directory);
      return new Placed(given.withPath(directory), false);
    }
    String parent = directory(given.parent(), given);
    String path = parent.isEmpty() ? given.name() : parent + "/" + given.name();
    Entry entry = path.equals(given.path()) ? given : given.withPath(path);
    return switch (given.type()) {
      case WHITEOUT -> whiteout(entry);
      case HARDLINK -> hardlink(entry);
      default -> put(entry);
    };
  }

  /** Adds to a file its digest, once its bytes have been read. */
  void setContent(String path, Digest content) {
    entries.computeIfPresent(path, (p, entry) -> entry.withContent(content));
  }

  private Placed whiteout(Entry entry) {
    Entry there = entries.get(entry.path());
    if (implied.contains(entry.path()) || there != null && there.isDirectory()) {
      // A whiteout hides what lower layers have, and the layer has a directory there.
      opaque.add(entry.path());
      return new Placed(Entry.opaque(entry.path()), false);
    }
    if (there != null) {
      return Placed.NOTHING;
    }
    entries.put(entry.path(), entry);
    return new Placed(entry, false);
  }

  private Placed hardlink(Entry given) throws LayerException {
    int slash = given.linkTarget().lastIndexOf('/');
    String parent = slash < 0 ? "" : directory(given.linkTarget().substring(0, slash), given);
    String name = given.linkTarget().substring(slash + 1);
    String path = parent.isEmpty() ? name : parent + "/" + name;
    Entry target = entries.get(path);
    if (target != null && target.type() == EntryType.HARDLINK) {
      target = entries.get(target.linkTarget());
    }
    if (target == null
        || target.isDirectory()
        || target.type() == EntryType.WHITEOUT
        || target.path().equals(given.path())) {
      throw new LayerException(
          "`"
              + Names.shown(given.path())
              + "` is a hardlink to `"
              + Names.shown(given.linkTarget())
              + "`, which is no other file that the archive has before it");
    }
    // One file has one owner, mode and time, whatever the headers of its names say.
    var entry =
        new Entry(
            given.path(),
            EntryType.HARDLINK,
            target.mode(),
            target.uid(),
            target.gid(),
            0,
            target.mtime(),
            target.path(),
            0,
            0,
            Collections.emptySortedMap(),
            Optional.empty());
    Placed placed = put(entry);
    hardlinks.computeIfAbsent(target.path(), key -> new ArrayList<>()).add(entry.path());
    return placed;
  }

  private Placed put(Entry entry) {
    String path = entry.path();
    Entry there = entries.get(path);
    boolean replaces = false;
    if (entry.isDirectory()) {
      if (there != null && there.type() == EntryType.WHITEOUT) {
        opaque.add(path);
      } else if (there != null && !there.isDirectory()) {
        remove(path);
        replaces = true;
      }
      implied.remove(path);
    } else if (implied.contains(path) || there != null && there.type() != EntryType.WHITEOUT) {
      remove(path);
      replaces = true;
    }
    symlinks |= entry.type() == EntryType.SYMLINK;
    entries.put(path, entry);
    return new Placed(entry, replaces);
  }

  /** The path, symlinks followed, of a directory that is there from now on. */
  private String directory(String path, Entry entry) throws LayerException {
    if (path.equals(knownDirectory)) {
      return path;
    }
    String directory = symlinks ? resolve(path, entry) : path;
    makeDirectory(directory, entry);
    if (directory.equals(path)) {
      knownDirectory = path;
    }
    return directory;
  }

  private void makeDirectory(String path, Entry entry) throws LayerException {
    if (path.isEmpty() || implied.contains(path)) {
      return;
    }
    Entry there = entries.get(path);
    if (there != null && there.isDirectory()) {
      return;
    }
    if (there != null && there.type() != EntryType.WHITEOUT) {
      throw new LayerException(
          "`"
              + Names.shown(entry.path())
              + "` cannot be unpacked: `"
              + Names.shown(path)
              + "` is not a directory");
    }
    int slash = path.lastIndexOf('/');
    makeDirectory(slash < 0 ? "" : path.substring(0, slash), entry);
    if (there != null) {
      entries.remove(path);
      opaque.add(path);
    }
    implied.add(path);
  }

  private String resolve(String path, Entry entry) throws LayerException {
    var resolved = new PathWalk(path);
    int links = 0;
    while (resolved.step()) {
      Entry there = entries.get(resolved.path());
      if (there != null && there.type() == EntryType.SYMLINK) {
        if (++links > MOST_LINKS) {
          throw new LayerException(
              "`" + Names.shown(entry.path()) + "` stands below symlinks that go in a circle");
        }
        resolved.follow(there.linkTarget());
      }
    }
    return resolved.path();
  }

  private void remove(String path) {
    knownDirectory = "";
    Entry there = entries.get(path);
    if (there != null && !there.isDirectory()) {
      // Nothing stands in it: a tar that lists its files again and again costs no search each time.
      entries.remove(path);
      promoteLinks(there);
      return;
    }
    entries.remove(path);
    Collection<Entry> below = entries.subMap(first(path), end(path)).values();
    var gone = new ArrayList<>(below);
    below.clear();
    for (NavigableSet<String> directories : List.of(implied, opaque)) {
      directories.remove(path);
      directories.subSet(first(path), end(path)).clear();
    }
    gone.forEach(this::promoteLinks);
  }

  /** No path below a directory comes before this one. */
  private static String first(String directory) {
    return directory + "/";
  }

  /** No path below a directory comes after this one: the character that follows the slash. */
  private static String end(String directory) {
    return directory + "0";
  }

  /** A file whose first name is gone lives on under its next one. */
  private void promoteLinks(Entry gone) {
    List<String> links = hardlinks.remove(gone.path());
    if (links == null) {
      return;
    }
    links.removeIf(
        link -> {
          Entry entry = entries.get(link);
          return entry == null
              || entry.type() != EntryType.HARDLINK
              || !entry.linkTarget().equals(gone.path());
        });
    if (links.isEmpty()) {
      return;
    }
    String first = links.removeFirst();
    entries.put(first, gone.withPath(first));
    for (String link : links) {
      entries.put(link, entries.get(link).withLinkTarget(first));
    }
    hardlinks.put(first, links);
  }

  /** Directories that have to be there, but have no entry. */
  Set<String> implied() {
    return implied;
  }

  Set<String> opaque() {
    return opaque;
  }

  /** All entries in the order of an index. */
  List<Entry> sorted() {
    var sorted = new ArrayList<>(entries.values());
    opaque.forEach(directory -> sorted.add(Entry.opaque(directory)));
    sorted.sort(
        Comparator.comparing(Entry::path, PathBytes.ORDER)
            .thenComparing(entry -> entry.type() == EntryType.OPAQUE));
    return sorted;
  }
}
