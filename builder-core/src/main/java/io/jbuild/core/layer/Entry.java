package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One file of a layer, a root filesystem or a build context.
 *
 * @param path relative to the root, parts joined by {@code /}, no leading or trailing slash, no
 *     {@code .} or {@code ..}; the empty string is the root. Bytes that are not UTF-8 stand as lone
 *     surrogates U+DC80 to U+DCFF (see {@link PathBytes}).
 * @param mode permission bits with setuid, setgid and sticky: 0 to 07777
 * @param size bytes of a regular file, else 0
 * @param linkTarget of a symlink as it stands, of a hardlink the path of its target in the same
 *     layer; else empty
 * @param xattrs extended attributes but for the overlay's own
 * @param content digest of the bytes of a regular file when it is known
 */
public record Entry(
    String path,
    EntryType type,
    int mode,
    int uid,
    int gid,
    long size,
    Instant mtime,
    String linkTarget,
    int deviceMajor,
    int deviceMinor,
    SortedMap<String, byte[]> xattrs,
    Optional<Digest> content) {
  public Entry {
    xattrs =
        xattrs.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  public static Entry directory(String path, int mode, int uid, int gid, Instant mtime) {
    return new Entry(
        path,
        EntryType.DIRECTORY,
        mode,
        uid,
        gid,
        0,
        mtime,
        "",
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  public static Entry file(String path, int mode, int uid, int gid, long size, Instant mtime) {
    return new Entry(
        path,
        EntryType.FILE,
        mode,
        uid,
        gid,
        size,
        mtime,
        "",
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  public static Entry symlink(String path, String target, int uid, int gid, Instant mtime) {
    return new Entry(
        path,
        EntryType.SYMLINK,
        0777,
        uid,
        gid,
        0,
        mtime,
        target,
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  public static Entry whiteout(String path) {
    return new Entry(
        path,
        EntryType.WHITEOUT,
        0,
        0,
        0,
        0,
        Instant.EPOCH,
        "",
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  public static Entry opaque(String directory) {
    return new Entry(
        directory,
        EntryType.OPAQUE,
        0,
        0,
        0,
        0,
        Instant.EPOCH,
        "",
        0,
        0,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of the directory it stands in; of the root, the root. */
  public String parent() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  public boolean isDirectory() {
    return type == EntryType.DIRECTORY;
  }

  public Entry withPath(String value) {
    return new Entry(
        value,
        type,
        mode,
        uid,
        gid,
        size,
        mtime,
        linkTarget,
        deviceMajor,
        deviceMinor,
        xattrs,
        content);
  }

  public Entry withOwner(int newUid, int newGid) {
    return new Entry(
        path,
        type,
        mode,
        newUid,
        newGid,
        size,
        mtime,
        linkTarget,
        deviceMajor,
        deviceMinor,
        xattrs,
        content);
  }

  public Entry withMode(int value) {
    return new Entry(
        path,
        type,
        value,
        uid,
        gid,
        size,
        mtime,
        linkTarget,
        deviceMajor,
        deviceMinor,
        xattrs,
        content);
  }

  public Entry withMtime(Instant value) {
    return new Entry(
        path,
        type,
        mode,
        uid,
        gid,
        size,
        value,
        linkTarget,
        deviceMajor,
        deviceMinor,
        xattrs,
        content);
  }

  public Entry withContent(Digest value) {
    return new Entry(
        path,
        type,
        mode,
        uid,
        gid,
        size,
        mtime,
        linkTarget,
        deviceMajor,
        deviceMinor,
        xattrs,
        Optional.of(value));
  }

  public Entry withLinkTarget(String value) {
    return new Entry(
        path, type, mode, uid, gid, size, mtime, value, deviceMajor, deviceMinor, xattrs, content);
  }

  public Entry withXattrs(SortedMap<String, byte[]> value) {
    return new Entry(
        path,
        type,
        mode,
        uid,
        gid,
        size,
        mtime,
        linkTarget,
        deviceMajor,
        deviceMinor,
        value,
        content);
  }
}
