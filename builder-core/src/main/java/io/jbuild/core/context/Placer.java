package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts selected files where the destination of a COPY or ADD says, one source after the other. */
final class Placer {
  private static final int PERMISSIONS = 0777;

  private final CopySelection selection;
  private final PlannedTree tree;
  private final String destination;
  private final boolean slash;
  private final CopyOptions options;
  private final ArchiveSpool spool;

  Placer(
      CopySelection selection,
      PlannedTree tree,
      String destination,
      CopyOptions options,
      ArchiveSpool spool) {
    this.selection = selection;
    this.tree = tree;
    this.destination = CleanPath.belowRoot(destination);
    this.slash = destination.endsWith("/");
    this.options = options;
    this.spool = spool;
  }

  void place(Selected item) throws IOException {
    switch (item) {
      case Selected.Archive(Entry archive) -> unpack(archive);
      case Selected.Single(String name, Entry entry) -> put(fileTarget(name), copy(entry));
      case Selected.Inline(String name, byte[] content) -> put(fileTarget(name), inline(content));
      case Selected.Contents selected -> contents(selected);
    }
  }

  private void unpack(Entry archive) throws IOException {
    String target = tree.resolve(destination, true);
    tree.makeDirectories(target, made(0755));
    new ArchivePlacer(tree, target, options, spool).place(selection.source(), archive);
  }

  private String fileTarget(String name) throws IOException {
    String target = target();
    if (tree.find(target).filter(Entry::isDirectory).isPresent()) {
      target = CleanPath.join(target, name);
    }
    tree.makeDirectories(CleanPath.parent(target), madeParent());
    return target;
  }

  /** The destination, its folder made: itself if it ends in a slash, else the one it stands in. */
  private String target() throws IOException {
    String directory = slash ? destination : CleanPath.parent(destination);
    tree.makeDirectories(tree.resolve(directory, true), madeParent());
    return tree.resolve(destination, true);
  }

  private void contents(Selected.Contents selected) throws IOException {
    String target = target();
    Optional<Entry> found = tree.find(target);
    if (found.isEmpty()) {
      tree.makeDirectories(target, madeParent());
    } else if (!found.get().isDirectory()) {
      throw notADirectory(target);
    }
    Map<Object, PlannedTree.Node> names = new HashMap<>();
    for (Selected.Below below : selected.below()) {
      String path = CleanPath.join(target, below.path());
      if (below.passed()) {
        passThrough(path, below.entry());
      } else if (below.entry().isDirectory()) {
        directory(path, below.entry());
      } else {
        put(path, node(below.entry(), names));
      }
    }
  }

  private PlannedTree.Node node(Entry entry, Map<Object, PlannedTree.Node> names)
      throws IOException {
    Optional<Object> identity = selection.identity(entry);
    if (identity.isEmpty()) {
      return copy(entry);
    }
    PlannedTree.Node known = names.get(identity.get());
    if (known == null) {
      known = copy(entry);
      names.put(identity.get(), known);
    }
    return known;
  }

  private void directory(String path, Entry entry) throws IOException {
    if (tree.find(path).filter(found -> !found.isDirectory()).isPresent()) {
      throw notADirectory(path);
    }
    tree.put(path, copy(entry));
  }

  /** A folder that is there only for what is in it: one that exists takes the source's mode. */
  private void passThrough(String path, Entry entry) throws IOException {
    Optional<Entry> found = tree.find(path);
    if (found.isEmpty()) {
      directory(path, entry);
    } else if (!found.get().isDirectory()) {
      throw notADirectory(path);
    } else if (found.get().mode() != entry.mode()) {
      tree.put(path, new PlannedTree.Node(found.get().withMode(entry.mode()), ContentSource.NONE));
    }
  }

  private void put(String path, PlannedTree.Node node) throws IOException {
    if (tree.find(path).filter(Entry::isDirectory).isPresent()) {
      throw ContextException.at(
          "/" + path,
          "`/" + path + "` is a directory, and a file cannot take its place",
          "choose another destination, or remove the directory first");
    }
    tree.put(path, node);
  }

  private static ContextException notADirectory(String path) {
    return ContextException.at(
        "/" + path,
        "`/" + path + "` is no directory, and a directory cannot take its place",
        "choose another destination, or remove the file first");
  }

  private PlannedTree.Node copy(Entry entry) {
    Entry copied = KeptXattrs.of(selection.withKnownContent(entry));
    if (options.owner().isPresent()) {
      CopyOptions.Owner owner = options.owner().get();
      copied = copied.withOwner(owner.uid(), owner.gid());
    }
    if (options.mode().isPresent() && entry.type() != EntryType.SYMLINK) {
      copied = copied.withMode(options.mode().get().apply(entry.mode(), entry.isDirectory()));
    }
    return new PlannedTree.Node(
        copied,
        entry.type() == EntryType.FILE ? () -> selection.source().open(entry) : ContentSource.NONE);
  }

  private PlannedTree.Node inline(byte[] content) {
    Entry made = made(options.mode().map(change -> change.apply(0644, false)).orElse(0644));
    Entry file =
        Entry.file("", made.mode(), made.uid(), made.gid(), content.length, options.created())
            .withContent(Digest.of(content));
    return new PlannedTree.Node(file, ContentSource.of(content));
  }

  private Entry madeParent() {
    int mode = options.mode().map(change -> change.absolute().orElse(0755)).orElse(0755);
    return made(mode & PERMISSIONS);
  }

  private Entry made(int mode) {
    CopyOptions.Owner owner = options.owner().orElse(new CopyOptions.Owner(0, 0));
    return Entry.directory("", mode, owner.uid(), owner.gid(), options.created());
  }
}
