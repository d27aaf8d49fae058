package io.jbuild.core.layer;

import io.jbuild.cache.FileStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The files of a directory on disk as entries. No symlink is followed. */
public final class DirectoryEntries {
  // Not `unix:*`: that looks up the names of owner and group for every file.
  private static final String STAT =
      "unix:mode,ino,dev,nlink,uid,gid,size,rdev,lastModifiedTime,ctime";

  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET = 0140000;

  private DirectoryEntries() {}

  /**
   * A file on disk.
   *
   * @param entry its content digest and xattrs are not set, its owner is that which this process
   *     sees; a character device 0:0 is a whiteout; a further name of a file is a file
   * @param links how many names it has
   */
  public record OnDisk(Entry entry, Path path, FileStat stat, int links) {
    boolean isSocket() {
      return (stat.mode() & TYPE_MASK) == SOCKET;
    }
  }

  /**
   * The file at {@code path}, its entry having the path {@code as}.
   *
   * @throws LayerException for a socket or any other thing that no layer can hold
   */
  public static OnDisk read(Path path, String as) throws IOException {
    OnDisk file = stat(path, as);
    if (file.isSocket()) {
      throw new LayerException("`" + path + "` is a socket, which a layer cannot hold");
    }
    return file;
  }

  /** The files right in a directory, sorted by the bytes of their names; sockets are left out. */
  public static List<OnDisk> list(Path directory, String as) throws IOException {
    var files = new ArrayList<OnDisk>();
    try (var stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = DiskNames.name(path);
        OnDisk file = stat(path, as.isEmpty() ? name : as + "/" + name);
        if (!file.isSocket()) {
          files.add(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(byPath());
    return files;
  }

  /** All files below a directory, without itself, sorted by the bytes of their paths. */
  public static List<OnDisk> walk(Path root) throws IOException {
    var files = new ArrayList<OnDisk>();
    walk(root, "", files);
    files.sort(byPath());
    return files;
  }

  private static void walk(Path directory, String as, List<OnDisk> into) throws IOException {
    for (OnDisk file : list(directory, as)) {
      into.add(file);
      if (file.entry().isDirectory()) {
        walk(file.path(), file.entry().path(), into);
      }
    }
  }

  private static Comparator<OnDisk> byPath() {
    return (a, b) -> PathBytes.ORDER.compare(a.entry().path(), b.entry().path());
  }

  private static OnDisk stat(Path path, String as) throws IOException {
    Map<String, Object> stat = Files.readAttributes(path, STAT, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) stat.get("mode");
    long device = (Long) stat.get("rdev");
    int major = (int) (((device >> 8) & 0xFFF) | ((device >> 32) & ~0xFFF));
    int minor = (int) ((device & 0xFF) | ((device >> 12) & ~0xFF));
    FileTime mtime = (FileTime) stat.get("lastModifiedTime");
    EntryType type = type(mode, device);
    long size = (Long) stat.get("size");
    var entry =
        type == EntryType.WHITEOUT
            ? Entry.whiteout(as)
            : new Entry(
                as,
                type,
                type == EntryType.SYMLINK ? 0777 : mode & 07777,
                (Integer) stat.get("uid"),
                (Integer) stat.get("gid"),
                type == EntryType.FILE ? size : 0,
                mtime.toInstant(),
                type == EntryType.SYMLINK ? DiskNames.text(Files.readSymbolicLink(path)) : "",
                isDevice(type) ? major : 0,
                isDevice(type) ? minor : 0,
                Collections.emptySortedMap(),
                Optional.empty());
    return new OnDisk(
        entry,
        path,
        new FileStat(
            (Long) stat.get("dev"),
            (Long) stat.get("ino"),
            size,
            mtime.to(TimeUnit.NANOSECONDS),
            ((FileTime) stat.get("ctime")).to(TimeUnit.NANOSECONDS),
            mode),
        (Integer) stat.get("nlink"));
  }

  private static boolean isDevice(EntryType type) {
    return type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
  }

  private static EntryType type(int mode, long device) {
    return switch (mode & TYPE_MASK) {
      case 0040000 -> EntryType.DIRECTORY;
      case 0120000 -> EntryType.SYMLINK;
      case 0020000 -> device == 0 ? EntryType.WHITEOUT : EntryType.CHARACTER_DEVICE;
      case 0060000 -> EntryType.BLOCK_DEVICE;
      case 0010000 -> EntryType.FIFO;
      default -> EntryType.FILE;
    };
  }
}
