package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a RUN changed: the upper directory of an overlay, written as a layer. A directory that has
 * the mode, owner and xattrs it has below was only copied up for what stands in it. Files are taken
 * as changed without a comparison: the overlay copied them up because someone wrote to them.
 */
public final class UpperDiff {
  private static final Set<String> OPAQUE = Set.of("overlay.opaque", "fuseoverlayfs.opaque");

  private final RootfsView lower;
  private final Map<String, SortedMap<String, byte[]>> xattrs;
  private final LayerWriter writer;
  private final Map<Inode, String> firstNames = new HashMap<>();

  private record Inode(long device, long inode) {}

  private UpperDiff(
      RootfsView lower, Map<String, SortedMap<String, byte[]>> xattrs, LayerWriter writer) {
    this.lower = lower;
    this.xattrs = xattrs;
    this.writer = writer;
  }

  /**
   * Adds everything in {@code upper} to the writer; {@code finish} is left to the caller. Sockets
   * are left out, as tar does.
   *
   * @param lower what the overlay's lower directories held, merged
   * @param xattrs extended attributes by path, as read inside the user namespace; records of the
   *     overlay among them are passed over
   */
  public static void write(
      Path upper,
      RootfsView lower,
      Map<String, SortedMap<String, byte[]>> xattrs,
      LayerWriter writer)
      throws IOException {
    var diff = new UpperDiff(lower, xattrs, writer);
    diff.addRoot(DirectoryEntries.read(upper, ""));
    for (DirectoryEntries.OnDisk file : DirectoryEntries.walk(upper)) {
      diff.add(file);
    }
  }

  private void addRoot(DirectoryEntries.OnDisk root) throws IOException {
    Entry entry = withXattrs(root.entry());
    if (!isCopiedUp(entry, lower.find(""))) {
      writer.add(entry);
    }
  }

  private void add(DirectoryEntries.OnDisk file) throws IOException {
    Entry entry = file.entry();
    switch (entry.type()) {
      case WHITEOUT -> {
        // One for something that no lower layer has hides nothing.
        if (lower.find(entry.path()).isPresent()) {
          writer.add(entry);
        }
      }
      case DIRECTORY -> addDirectory(file);
      case FILE -> addFile(file);
      default -> writer.add(withXattrs(entry));
    }
  }

  private void addDirectory(DirectoryEntries.OnDisk file) throws IOException {
    Entry entry = withXattrs(file.entry());
    Optional<Entry> there = lower.find(entry.path()).filter(Entry::isDirectory);
    boolean opaque = there.isPresent() && isOpaque(file.path());
    if (!opaque && isCopiedUp(entry, there)) {
      writer.addParent(entry);
      return;
    }
    writer.add(entry);
    if (opaque) {
      writer.add(Entry.opaque(entry.path()));
    }
  }

  private void addFile(DirectoryEntries.OnDisk file) throws IOException {
    Entry entry = withXattrs(file.entry());
    if (file.links() > 1) {
      var inode = new Inode(file.stat().device(), file.stat().inode());
      String first = firstNames.putIfAbsent(inode, entry.path());
      if (first != null) {
        writer.add(hardlink(entry, first));
        return;
      }
    }
    writer.add(entry, ContentSource.of(file.path()));
  }

  static Entry hardlink(Entry entry, String target) {
    return new Entry(
        entry.path(),
        EntryType.HARDLINK,
        entry.mode(),
        entry.uid(),
        entry.gid(),
        0,
        entry.mtime(),
        target,
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  private static boolean isCopiedUp(Entry entry, Optional<Entry> there) {
    return there
        .filter(
            below ->
                below.isDirectory()
                    && below.mode() == entry.mode()
                    && below.uid() == entry.uid()
                    && below.gid() == entry.gid()
                    && Xattrs.areEqual(below.xattrs(), entry.xattrs()))
        .isPresent();
  }

  private static boolean isOpaque(Path directory) throws IOException {
    List<String> names =
        Files.getFileAttributeView(
                directory, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .list();
    return names.stream().anyMatch(OPAQUE::contains);
  }

  private Entry withXattrs(Entry entry) {
    SortedMap<String, byte[]> found = xattrs.get(entry.path());
    return found == null ? entry : entry.withXattrs(Xattrs.withoutOverlays(found));
  }
}
