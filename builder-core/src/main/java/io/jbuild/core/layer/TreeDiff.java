package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import io.jbuild.cache.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a RUN changed in a {@link TreeCopy} of its files, as a layer: the counterpart of {@link
 * UpperDiff} without an overlay. A file is unchanged when its inode and change time are, which no
 * program can set, or when all else about it is.
 */
public final class TreeDiff {
  private final Path tree;
  private final RootfsView lower;
  private final Map<String, DirectoryEntries.OnDisk> before;

  private TreeDiff(Path tree, RootfsView lower, Map<String, DirectoryEntries.OnDisk> before) {
    this.tree = tree;
    this.lower = lower;
    this.before = before;
  }

  /**
   * Takes down how a tree is before the command runs in it.
   *
   * @param lower what it was copied from
   */
  public static TreeDiff start(Path tree, RootfsView lower) throws IOException {
    Map<String, DirectoryEntries.OnDisk> files = byPath(tree);
    awaitClock(tree, files);
    return new TreeDiff(tree, lower, files);
  }

  private static Map<String, DirectoryEntries.OnDisk> byPath(Path tree) throws IOException {
    var files = new HashMap<String, DirectoryEntries.OnDisk>();
    files.put("", DirectoryEntries.read(tree, ""));
    for (DirectoryEntries.OnDisk file : DirectoryEntries.walk(tree)) {
      files.put(file.entry().path(), file);
    }
    return files;
  }

  /** Change times are as coarse as the kernel's tick: a later change must have a later one. */
  private static void awaitClock(Path tree, Map<String, DirectoryEntries.OnDisk> files)
      throws IOException {
    long newest = files.values().stream().mapToLong(f -> f.stat().ctimeNanos()).max().orElse(0);
    Path probe = tree.resolveSibling(tree.getFileName() + ".clock");
    try {
      Files.createFile(probe);
      while (DirectoryEntries.read(probe, "").stat().ctimeNanos() <= newest) {
        Files.setAttribute(probe, "unix:mode", 0600, LinkOption.NOFOLLOW_LINKS);
        Thread.onSpinWait();
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /**
   * A change.
   *
   * @param file null where something is gone
   * @param passed whether it is a directory that only leads to changes
   */
  private record Change(Entry entry, Path file, boolean passed) {}

  /**
   * Adds all that has changed since to the writer; {@code finish} is left to the caller.
   *
   * @param xattrs extended attributes by path, as read inside the user namespace
   * @param keepsOwners whether setuid bits mean the owner that was asked for; else they are dropped
   */
  public void write(
      Map<String, SortedMap<String, byte[]>> xattrs, boolean keepsOwners, LayerWriter writer)
      throws IOException {
    Map<String, DirectoryEntries.OnDisk> now = byPath(tree);
    var changes = new TreeMap<String, Change>(PathBytes.ORDER);
    for (DirectoryEntries.OnDisk file : now.values()) {
      SortedMap<String, byte[]> own =
          Xattrs.withoutOverlays(
              xattrs.getOrDefault(file.entry().path(), Collections.emptySortedMap()));
      if (file.entry().type() != EntryType.WHITEOUT && hasChanged(file, own)) {
        Entry entry = file.entry().withXattrs(own);
        boolean lent = !keepsOwners && entry.type() == EntryType.FILE;
        changes.put(
            entry.path(),
            new Change(lent ? entry.withMode(entry.mode() & 01777) : entry, file.path(), false));
      }
    }
    addMissing("", now, changes);
    addParents(now, changes);
    writeAll(changes, now, writer);
  }

  private boolean hasChanged(DirectoryEntries.OnDisk file, SortedMap<String, byte[]> xattrs)
      throws IOException {
    DirectoryEntries.OnDisk old = before.get(file.entry().path());
    if (old == null || old.entry().type() != file.entry().type()) {
      return true;
    }
    FileStat then = old.stat();
    FileStat now = file.stat();
    if (then.inode() == now.inode() && then.ctimeNanos() == now.ctimeNanos()) {
      return false;
    }
    Optional<Entry> below = lower.find(file.entry().path());
    boolean same =
        then.mode() == now.mode()
            && old.entry().uid() == file.entry().uid()
            && old.entry().gid() == file.entry().gid()
            && below.isPresent()
            && Xattrs.areEqual(below.get().xattrs(), xattrs);
    if (file.entry().isDirectory() || !same) {
      return !same;
    }
    boolean sameData =
        old.links() == file.links()
            && then.size() == now.size()
            && old.entry().linkTarget().equals(file.entry().linkTarget())
            && seconds(old).equals(seconds(file));
    return !sameData
        || (file.entry().type() == EntryType.FILE
            && !lower.content(below.get()).equals(digest(file.path())));
  }

  private static Object seconds(DirectoryEntries.OnDisk file) {
    return file.entry().mtime().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Digest digest(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Digest.finish(sha256);
  }

  /** Whiteouts of what the layers below have in a directory and the tree has not any more. */
  private void addMissing(
      String directory, Map<String, DirectoryEntries.OnDisk> now, Map<String, Change> changes)
      throws IOException {
    for (Entry entry : lower.list(directory)) {
      DirectoryEntries.OnDisk there = now.get(entry.path());
      boolean wasCopied = before.containsKey(entry.path()); // device nodes were not
      if (there == null && wasCopied) {
        changes.put(entry.path(), new Change(Entry.whiteout(entry.path()), null, false));
      } else if (there != null && entry.isDirectory() && there.entry().isDirectory()) {
        addMissing(entry.path(), now, changes);
      }
    }
  }

  private static void addParents(
      Map<String, DirectoryEntries.OnDisk> now, SortedMap<String, Change> changes) {
    for (String path : changes.keySet().toArray(String[]::new)) {
      for (String at = path; !at.isEmpty(); ) {
        at = at.lastIndexOf('/') < 0 ? "" : at.substring(0, at.lastIndexOf('/'));
        DirectoryEntries.OnDisk directory = now.get(at);
        if (at.isEmpty() || changes.containsKey(at) || directory == null) {
          break;
        }
        changes.put(at, new Change(directory.entry(), directory.path(), true));
      }
    }
  }

  private void writeAll(
      SortedMap<String, Change> changes,
      Map<String, DirectoryEntries.OnDisk> now,
      LayerWriter writer)
      throws IOException {
    var firstNames = new HashMap<Long, Entry>();
    for (Change change : changes.values()) {
      Entry entry = change.entry();
      if (change.passed()) {
        writer.addParent(entry.withXattrs(lower.find(entry.path()).orElse(entry).xattrs()));
      } else if (entry.type() == EntryType.FILE && now.get(entry.path()).links() > 1) {
        Entry first = firstNames.putIfAbsent(now.get(entry.path()).stat().inode(), entry);
        if (first == null) {
          writer.add(entry, ContentSource.of(change.file()));
        } else {
          writer.add(UpperDiff.hardlink(entry, first.path()));
        }
      } else {
        writer.add(
            entry,
            entry.type() == EntryType.FILE ? ContentSource.of(change.file()) : ContentSource.NONE);
      }
    }
  }
}
