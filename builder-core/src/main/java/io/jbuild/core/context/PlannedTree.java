package io.jbuild.core.context;

import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.PathBytes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A root filesystem and what a COPY or ADD has put on it so far. Paths name entries themselves;
 * symlinks are followed by {@link TreeLookup#resolve} alone.
 */
final class PlannedTree implements TreeLookup {
  private static final Entry ROOT = Entry.directory("", 0755, 0, 0, Instant.EPOCH);
  private static final String DELETION = ".wh.";

  private final FileTree below;
  private final TreeMap<String, Node> planned = new TreeMap<>(PathBytes.ORDER);

  /** Planned directories under which nothing of the tree below shows. */
  private final Set<String> fresh = new HashSet<>();

  /** Directories of the tree below that something planned took the place of. */
  private final Set<String> erased = new HashSet<>();

  PlannedTree(FileTree below) {
    this.below = below;
  }

  /**
   * A file that is to be there, under one name or several (hardlinks): nodes are told by identity.
   */
  static final class Node {
    private final Entry entry;
    private final ContentSource content;

    /**
     * @param entry with any path
     */
    Node(Entry entry, ContentSource content) {
      this.entry = entry;
      this.content = content;
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    if (path.isEmpty()) {
      return Optional.of(ROOT);
    }
    Node node = planned.get(path);
    if (node != null) {
      return Optional.of(node.entry.withPath(path));
    }
    return hidden(path) ? Optional.empty() : below.find(path);
  }

  /** Whether something planned above the path keeps the tree below from showing there. */
  private boolean hidden(String path) {
    if (planned.isEmpty()) {
      return false;
    }
    for (String at = CleanPath.parent(path); !at.isEmpty(); at = CleanPath.parent(at)) {
      Node node = planned.get(at);
      if (fresh.contains(at) || (node != null && !node.entry.isDirectory())) {
        return true;
      }
    }
    return false;
  }

  /** The directory and all that lead to it, made if missing; what is there stays as it is. */
  void makeDirectories(String path, Entry made) throws IOException {
    Optional<Entry> found = find(path);
    if (found.isPresent()) {
      if (!found.get().isDirectory()) {
        throw ContextException.at(
            "/" + path,
            "`/" + path + "` is no directory, so nothing can be put below it",
            "choose another destination, or remove the file first");
      }
      return;
    }
    makeDirectories(CleanPath.parent(path), made);
    put(path, new Node(made, ContentSource.NONE));
  }

  /**
   * Puts something where nothing is, or in the place of what is no directory, or a directory's new
   * metadata on a directory.
   *
   * @throws ContextException when the name cannot stand in a layer
   */
  void put(String path, Node node) throws IOException {
    if (CleanPath.name(path).startsWith(DELETION)) {
      throw ContextException.at(
          path,
          "`/" + path + "` cannot be put into an image: layers read `.wh.` names as deletions",
          "rename the file, or name it in `.dockerignore`");
    }
    boolean directory = node.entry.isDirectory();
    boolean stays = directory && find(path).filter(Entry::isDirectory).isPresent();
    if (directory && !stays) {
      fresh.add(path);
    } else if (!directory) {
      fresh.remove(path);
    }
    planned.put(path, node);
  }

  /** Takes a path away with all below it, so that something of another type can stand there. */
  void remove(String path) throws IOException {
    if (!hidden(path) && below.find(path).filter(Entry::isDirectory).isPresent()) {
      erased.add(path);
    }
    fresh.remove(path);
    planned.remove(path);
    var inside = planned.subMap(path + "/", true, path + "0", false);
    inside.keySet().forEach(fresh::remove);
    inside.clear();
  }

  /** The file under a name, to give it another one; a file of the tree below is planned anew. */
  Optional<Node> node(String path) throws IOException {
    Node node = planned.get(path);
    if (node != null) {
      return Optional.of(node);
    }
    Optional<Entry> found = find(path).filter(entry -> entry.type() == EntryType.FILE);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Entry file = found.get();
    var copied = new Node(file, () -> below.open(file));
    put(path, copied);
    return Optional.of(copied);
  }

  /**
   * What is planned, in the order of {@link PathBytes#ORDER}. Of a file with several names the
   * first holds the bytes and the others are hardlinks to it.
   */
  List<CopyEntry> entries() {
    List<CopyEntry> entries = new ArrayList<>(planned.size());
    Map<Node, String> first = new IdentityHashMap<>();
    planned.forEach(
        (path, node) -> {
          String earlier =
              node.entry.type() == EntryType.FILE ? first.putIfAbsent(node, path) : null;
          if (earlier == null) {
            entries.add(new CopyEntry(node.entry.withPath(path), node.content));
          } else {
            entries.add(new CopyEntry(hardlink(path, node.entry, earlier), ContentSource.NONE));
          }
          if (node.entry.isDirectory() && erased.contains(path)) {
            entries.add(new CopyEntry(Entry.opaque(path), ContentSource.NONE));
          }
        });
    return entries;
  }

  private static Entry hardlink(String path, Entry file, String target) {
    return new Entry(
        path,
        EntryType.HARDLINK,
        file.mode(),
        file.uid(),
        file.gid(),
        0,
        file.mtime(),
        target,
        0,
        0,
        file.xattrs(),
        Optional.empty());
  }
}
