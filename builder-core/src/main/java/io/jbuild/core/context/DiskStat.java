package io.jbuild.core.context;

import io.jbuild.cache.FileStat;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What {@code lstat} says of a file.
 *
 * @param format the file type bits of the mode
 * @param mode the permission bits, 0 to 07777
 * @param rdev of a device node
 */
record DiskStat(
    int format,
    int mode,
    int uid,
    int gid,
    long dev,
    long ino,
    int nlink,
    long size,
    Instant mtime,
    Instant ctime,
    long rdev) {
  private static final String ATTRIBUTES =
      "unix:mode,uid,gid,dev,ino,nlink,size,lastModifiedTime,ctime,rdev";

  /** The file itself, never what a symlink leads to. */
  static DiskStat of(Path file) throws IOException {
    Map<String, Object> stat = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) stat.get("mode");
    return new DiskStat(
        mode & 0170000,
        mode & 07777,
        (Integer) stat.get("uid"),
        (Integer) stat.get("gid"),
        (Long) stat.get("dev"),
        (Long) stat.get("ino"),
        (Integer) stat.get("nlink"),
        (Long) stat.get("size"),
        ((FileTime) stat.get("lastModifiedTime")).toInstant(),
        ((FileTime) stat.get("ctime")).toInstant(),
        (Long) stat.get("rdev"));
  }

  /** A socket counts as a file: it is copied as an empty one. */
  EntryType type() {
    return switch (format) {
      case 0040000 -> EntryType.DIRECTORY;
      case 0120000 -> EntryType.SYMLINK;
      case 0010000 -> EntryType.FIFO;
      case 0020000 -> EntryType.CHARACTER_DEVICE;
      case 0060000 -> EntryType.BLOCK_DEVICE;
      default -> EntryType.FILE;
    };
  }

  /** What tells whether the bytes are still those that were hashed. */
  FileStat forCache() {
    return new FileStat(dev, ino, size, nanos(mtime), nanos(ctime), format | mode);
  }

  /** Of a time before 1677 or after 2262, which 64 bits cannot tell, the nearest that they can. */
  private static long nanos(Instant time) {
    return FileTime.from(time).to(TimeUnit.NANOSECONDS);
  }

  boolean isDirectory() {
    return format == 0040000;
  }

  boolean isRegular() {
    return format == 0100000;
  }

  int deviceMajor() {
    return (int) (rdev >>> 8 & 0xFFF | rdev >>> 32 & ~0xFFFL);
  }

  int deviceMinor() {
    return (int) (rdev & 0xFF | rdev >>> 12 & ~0xFFL);
  }
}
