package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import io.jbuild.cache.DigestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of a layer in the order of {@link PathBytes#ORDER}. It works on its file form: an
 * entry is decoded when it is asked for, so that an index of many thousand files costs one read.
 * Immutable and thread-safe.
 *
 * <p>The content digest is the SHA-256 of the records of all entries but copied-up parents, each
 * without its time: type, path, mode, uid, gid, size, digest of the bytes, link target, device,
 * xattrs.
 *
 * <pre>
 * magic, format, count, CRC-32 of all the rest: 4 bytes each; content digest: 32 bytes
 * count offsets of 4 bytes; the records, see {@link IndexBuilder}
 * </pre>
 */
public final class LayerIndex {
  /** The name under which an index lies among the {@link DigestFiles}. */
  public static final String FILE_NAME = "index";

  static final int MAGIC = 0x4a42494c;
  static final int FORMAT = 1;
  static final int HEADER = 48;

  private final byte[] file;
  private final int count;
  private volatile Set<String> implied;

  LayerIndex(byte[] file) {
    this.file = file;
    this.count = intAt(8);
  }

  /**
   * The index of these entries: in order, files with their content digests.
   *
   * @throws IllegalArgumentException when they are not
   */
  public static LayerIndex of(List<Entry> entries) {
    var builder = new IndexBuilder();
    entries.forEach(entry -> builder.add(entry, false));
    return builder.build();
  }

  /** An index from its file form; nothing if that is damaged or of another version. */
  public static Optional<LayerIndex> fromBytes(byte[] bytes) {
    if (bytes.length < HEADER) {
      return Optional.empty();
    }
    var header = ByteBuffer.wrap(bytes);
    boolean whole =
        header.getInt() == MAGIC
            && header.getInt() == FORMAT
            && isCount(header.getInt(), bytes.length)
            && header.getInt() == IndexBuilder.checksum(bytes);
    return whole ? Optional.of(new LayerIndex(bytes)) : Optional.empty();
  }

  /**
   * An index that came from elsewhere: nothing unless it is whole in every part and lists what the
   * digest says.
   */
  public static Optional<LayerIndex> verified(byte[] bytes, Digest contentDigest) {
    Optional<LayerIndex> read = fromBytes(bytes);
    try {
      if (read.isEmpty() || !read.get().contentDigest().equals(contentDigest)) {
        return Optional.empty();
      }
      var again = new IndexBuilder();
      for (int i = 0; i < read.get().count; i++) {
        again.add(read.get().get(i), read.get().isParent(i));
        if (again.length() > bytes.length) {
          return Optional.empty();
        }
      }
      return Arrays.equals(again.build().file, bytes) ? read : Optional.empty();
    } catch (RuntimeException e) {
      // Whatever offsets and lengths it has led astray: it is none.
      return Optional.empty();
    }
  }

  private static boolean isCount(int count, int length) {
    return count >= 0 && HEADER + count * 4L <= length;
  }

  /** The index stored for a layer; nothing if there is none, or a damaged one. */
  public static Optional<LayerIndex> read(DigestFiles files, Digest diffId) throws IOException {
    return files.read(diffId, FILE_NAME).flatMap(LayerIndex::fromBytes);
  }

  public void write(DigestFiles files, Digest diffId) throws IOException {
    files.write(diffId, FILE_NAME, file);
  }

  /** The file form. */
  public byte[] toBytes() {
    return file.clone();
  }

  public int size() {
    return count;
  }

  public Digest contentDigest() {
    return new Digest(HexFormat.of().formatHex(file, 16, HEADER));
  }

  /** All entries, opaque marks and whiteouts included. */
  public List<Entry> entries() {
    return new Entries();
  }

  private final class Entries extends AbstractList<Entry> implements RandomAccess {
    @Override
    public Entry get(int position) {
      return LayerIndex.this.get(position);
    }

    @Override
    public int size() {
      return count;
    }
  }

  /** The entry at this path, a whiteout included, an opaque mark not. */
  public Optional<Entry> find(String path) {
    int position = position(PathBytes.encode(path));
    return position < 0 ? Optional.empty() : Optional.of(get(position));
  }

  /** Whether the layer hides what lower layers have in this directory. */
  public boolean isOpaque(String directory) {
    return isOpaque(PathBytes.encode(directory));
  }

  boolean isOpaque(byte[] directory) {
    for (int i = lowerBound(directory, 0); i < count && pathIs(i, directory); i++) {
      if (type(i) == EntryType.OPAQUE) {
        return true;
      }
    }
    return false;
  }

  /** The position of the entry at this path that is no opaque mark, or -1. */
  int position(byte[] path) {
    int i = lowerBound(path, 0);
    return i < count && pathIs(i, path) && type(i) != EntryType.OPAQUE ? i : -1;
  }

  /** The first position from {@code from} on whose path is not below the given one. */
  int lowerBound(byte[] path, int from) {
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (comparePath(middle, path) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  EntryType type(int position) {
    return IndexBuilder.type(file[offset(position)] & IndexBuilder.TYPE);
  }

  /**
   * The directories that entries stand in and that the layer itself does not list: a tree of the
   * layer alone has to make them up. In no order.
   */
  Set<String> impliedDirectories() {
    Set<String> known = implied;
    if (known == null) {
      known = Collections.unmodifiableSet(findImplied());
      implied = known;
    }
    return known;
  }

  private Set<String> findImplied() {
    var found = new HashSet<String>();
    byte[] last = new byte[0];
    for (int i = 0; i < count; i++) {
      byte[] path = path(i);
      int end = parentEnd(path, path.length);
      if (end == last.length && Arrays.equals(path, 0, end, last, 0, end)) {
        continue;
      }
      last = Arrays.copyOf(path, end);
      for (byte[] at = last; at.length > 0; at = Arrays.copyOf(at, parentEnd(at, at.length))) {
        if (position(at) < 0) {
          found.add(PathBytes.decode(at));
        }
      }
    }
    return found;
  }

  private static int parentEnd(byte[] path, int length) {
    int end = length;
    while (end > 0 && path[--end] != '/') {
      continue;
    }
    return end;
  }

  /** Whether it is a directory that is only there because something below it is. */
  public boolean isParent(int position) {
    return (file[offset(position)] & IndexBuilder.PARENT) != 0;
  }

  /** What the directories come to, but for times, that the content digest leaves out. */
  public Digest parentsDigest() {
    var parents = new IndexBuilder();
    for (int i = 0; i < count; i++) {
      if (isParent(i)) {
        parents.add(get(i), false);
      }
    }
    return parents.build().contentDigest();
  }

  byte[] path(int position) {
    var cursor = new Cursor(offset(position) + 1);
    return cursor.bytes();
  }

  boolean pathStartsWith(int position, byte[] prefix) {
    var cursor = new Cursor(offset(position) + 1);
    int length = (int) cursor.number();
    return length >= prefix.length
        && Arrays.equals(file, cursor.at, cursor.at + prefix.length, prefix, 0, prefix.length);
  }

  private boolean pathIs(int position, byte[] path) {
    return comparePath(position, path) == 0;
  }

  private int comparePath(int position, byte[] path) {
    var cursor = new Cursor(offset(position) + 1);
    int length = (int) cursor.number();
    return Arrays.compareUnsigned(file, cursor.at, cursor.at + length, path, 0, path.length);
  }

  private int offset(int position) {
    return intAt(HEADER + position * 4);
  }

  private int intAt(int at) {
    return (file[at] & 0xFF) << 24
        | (file[at + 1] & 0xFF) << 16
        | (file[at + 2] & 0xFF) << 8
        | (file[at + 3] & 0xFF);
  }

  public Entry get(int position) {
    Objects.checkIndex(position, count);
    int at = offset(position);
    int head = file[at];
    var type = IndexBuilder.type(head & IndexBuilder.TYPE);
    var in = new Cursor(at + 1);
    String path = PathBytes.decode(in.bytes());
    int mode = (int) in.number();
    int uid = (int) in.number();
    int gid = (int) in.number();
    boolean isFile = type == EntryType.FILE;
    long size = isFile ? in.number() : 0;
    Optional<Digest> content = isFile ? Optional.of(in.digest()) : Optional.empty();
    boolean link = type == EntryType.SYMLINK || type == EntryType.HARDLINK;
    String target = link ? PathBytes.decode(in.bytes()) : "";
    boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
    int major = device ? (int) in.number() : 0;
    int minor = device ? (int) in.number() : 0;
    SortedMap<String, byte[]> xattrs =
        (head & IndexBuilder.XATTRS) != 0 ? in.xattrs() : Collections.emptySortedMap();
    long seconds = in.number();
    var mtime = Instant.ofEpochSecond(seconds >>> 1 ^ -(seconds & 1), in.number());
    return new Entry(
        path, type, mode, uid, gid, size, mtime, target, major, minor, xattrs, content);
  }

  private final class Cursor {
    private int at;

    private Cursor(int at) {
      this.at = at;
    }

    private long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = file[at++];
        value |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    private byte[] bytes() {
      long length = number();
      Objects.checkFromIndexSize(at, length, (long) file.length);
      at += (int) length;
      return Arrays.copyOfRange(file, at - (int) length, at);
    }

    private Digest digest() {
      at += 32;
      return new Digest(HexFormat.of().formatHex(file, at - 32, at));
    }

    private SortedMap<String, byte[]> xattrs() {
      var xattrs = new TreeMap<String, byte[]>();
      for (long left = number(); left > 0; left--) {
        String name = PathBytes.decode(bytes());
        xattrs.put(name, bytes());
      }
      return xattrs;
    }
  }
}
