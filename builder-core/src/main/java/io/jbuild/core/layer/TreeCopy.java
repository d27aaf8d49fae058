package io.jbuild.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The merged files of a root filesystem as one plain directory, for where there is no overlay.
 * Names that share an inode do so in the copy; device nodes are left out.
 */
public final class TreeCopy {
  private final RootfsView files;
  private final LayerModel model = new LayerModel();
  private final Unpacker unpacker;
  private final Map<Object, String> firstNames = new HashMap<>();

  private TreeCopy(RootfsView files, Unpacker unpacker) {
    this.files = files;
    this.unpacker = unpacker;
  }

  /** Copies everything into an empty directory. */
  public static void write(
      RootfsView files, Path directory, Ownership ownership, SpecialFiles specialFiles)
      throws IOException {
    var copy = new TreeCopy(files, new Unpacker(directory, ownership, specialFiles));
    copy.all();
    copy.unpacker.finish(copy.model);
  }

  private void all() throws IOException {
    var queue = new PriorityQueue<>(Comparator.comparing(Entry::path, PathBytes.ORDER));
    add(files.find("").orElseThrow());
    queue.addAll(files.list(""));
    for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
      add(entry);
      if (entry.isDirectory()) {
        queue.addAll(files.list(entry.path()));
      }
    }
  }

  private void add(Entry entry) throws IOException {
    LayerModel.Placed placed = model.place(linked(entry));
    unpacker.prepare(placed);
    if (placed.entry().type() == EntryType.FILE) {
      try (InputStream in = files.open(entry);
          OutputStream out = unpacker.file(placed.entry())) {
        in.transferTo(out);
      }
    }
    unpacker.make(placed.entry(), model);
  }

  /** A hardlink for every name of a file but the first. */
  private Entry linked(Entry entry) throws IOException {
    if (entry.type() != EntryType.FILE) {
      return entry;
    }
    Object identity = files.linkIdentity(entry).orElseThrow();
    String first = firstNames.putIfAbsent(identity, entry.path());
    if (first == null) {
      return entry;
    }
    return UpperDiff.hardlink(entry, first);
  }
}
