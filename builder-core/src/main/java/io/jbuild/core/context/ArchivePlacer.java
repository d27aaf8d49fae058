package io.jbuild.core.context;

import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.layer.LayerReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Unpacks a tar for ADD into one directory, as under chroot there: symlinks of the archive and of
 * the image are followed, but never out of that directory. What the archive holds takes the place
 * of what is there, whatever its type; a directory on a directory gives it new metadata. Folders
 * that the archive does not list are made with mode 0755 and belong to 0:0; {@code --chmod} does
 * not touch what comes out of an archive.
 */
final class ArchivePlacer {
  private final PlannedTree tree;
  private final String target;
  private final CopyOptions options;
  private final ArchiveSpool spool;
  private final TreeLookup inside;

  /**
   * @param target an existing directory
   */
  ArchivePlacer(PlannedTree tree, String target, CopyOptions options, ArchiveSpool spool) {
    this.tree = tree;
    this.target = target;
    this.options = options;
    this.spool = spool;
    this.inside = path -> tree.find(CleanPath.join(target, path));
  }

  void place(FileTree source, Entry archive) throws IOException {
    try (InputStream in = source.open(archive);
        var reader = new LayerReader(in, LayerReader.Form.LAYER)) {
      for (Optional<Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        place(entry.get(), reader);
      }
    } catch (LayerException e) {
      throw ContextException.at(
          archive.path(),
          "`" + archive.path() + "` cannot be unpacked: " + e.getMessage(),
          "use COPY to add the archive as it is");
    }
  }

  private void place(Entry entry, LayerReader reader) throws IOException {
    spool.count(entry.size());
    if (entry.type() == EntryType.WHITEOUT || entry.type() == EntryType.OPAQUE) {
      throw new LayerException(
          "it holds a `.wh.` name beside `" + entry.path() + "`, which layers read as a deletion");
    }
    String path = inside.resolve(entry.path(), entry.isDirectory());
    if (path.isEmpty()) {
      return;
    }
    String full = CleanPath.join(target, path);
    tree.makeDirectories(
        CleanPath.parent(full), Entry.directory("", 0755, 0, 0, options.created()));
    PlannedTree.Node node = node(entry, reader);
    Optional<Entry> found = tree.find(full);
    if (found.isPresent() && !(found.get().isDirectory() && entry.isDirectory())) {
      tree.remove(full);
    }
    tree.put(full, node);
  }

  private PlannedTree.Node node(Entry entry, LayerReader reader) throws IOException {
    Entry owned = KeptXattrs.of(entry);
    if (options.owner().isPresent()) {
      CopyOptions.Owner owner = options.owner().get();
      owned = owned.withOwner(owner.uid(), owner.gid());
    }
    return switch (entry.type()) {
      case FILE -> {
        ArchiveSpool.Slice slice = spool.add(reader.content());
        yield new PlannedTree.Node(owned, spool.source(slice));
      }
      case HARDLINK -> linked(entry);
      default -> new PlannedTree.Node(owned, ContentSource.NONE);
    };
  }

  private PlannedTree.Node linked(Entry link) throws IOException {
    String path = CleanPath.join(target, inside.resolve(link.linkTarget(), false));
    return tree.node(path)
        .orElseThrow(
            () ->
                new LayerException(
                    "`%s` is a hardlink to `%s`, which is not there"
                        .formatted(link.path(), link.linkTarget())));
  }
}
