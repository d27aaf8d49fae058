package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/** Makes a {@link LayerIndex} from entries in order, and the content digest with it. */
final class IndexBuilder {
  static final int PARENT = 0x80;
  static final int CONTENT = 0x40;
  static final int XATTRS = 0x20;
  static final int TYPE = 0x1F;

  private final MessageDigest sha256 = Digest.sha256();
  private byte[] records = new byte[1 << 13];
  private int length;
  private int[] offsets = new int[128];
  private int count;
  private String lastPath;
  private EntryType lastType;

  /** Bytes of the entries so far. */
  int length() {
    return length;
  }

  /**
   * @param parent whether it is a directory that the content digest leaves out
   * @throws IllegalArgumentException when entries come out of order, or a file lacks its digest
   */
  void add(Entry entry, boolean parent) {
    checkOrder(entry);
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
    }
    offsets[count++] = length;
    int from = length;
    if (entry.type() == EntryType.FILE && entry.content().isEmpty()) {
      throw new IllegalArgumentException("no content digest: `" + entry.path() + "`");
    }
    boolean content = entry.type() == EntryType.FILE;
    boolean xattrs = !entry.xattrs().isEmpty();
    putByte(
        code(entry.type())
            | (parent ? PARENT : 0)
            | (content ? CONTENT : 0)
            | (xattrs ? XATTRS : 0));
    putBytes(PathBytes.encode(entry.path()));
    putNumber(entry.mode());
    putNumber(Integer.toUnsignedLong(entry.uid()));
    putNumber(Integer.toUnsignedLong(entry.gid()));
    switch (entry.type()) {
      case FILE -> {
        putNumber(entry.size());
        putRaw(HexFormat.of().parseHex(entry.content().orElseThrow().hex()));
      }
      case SYMLINK, HARDLINK -> putBytes(PathBytes.encode(entry.linkTarget()));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> {
        putNumber(entry.deviceMajor());
        putNumber(entry.deviceMinor());
      }
      default -> {}
    }
    if (xattrs) {
      putNumber(entry.xattrs().size());
      for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
        putBytes(PathBytes.encode(xattr.getKey()));
        putBytes(xattr.getValue());
      }
    }
    if (!parent) {
      sha256.update(records, from, length - from);
    }
    // Times come last: they are no part of the content digest.
    long seconds = entry.mtime().getEpochSecond();
    putNumber(seconds << 1 ^ seconds >> 63);
    putNumber(entry.mtime().getNano());
  }

  LayerIndex build() {
    byte[] file = new byte[LayerIndex.HEADER + count * 4 + length];
    var out = ByteBuffer.wrap(file);
    out.putInt(LayerIndex.MAGIC);
    out.putInt(LayerIndex.FORMAT);
    out.putInt(count);
    out.putInt(0);
    out.put(sha256.digest());
    int first = LayerIndex.HEADER + count * 4;
    for (int i = 0; i < count; i++) {
      out.putInt(first + offsets[i]);
    }
    out.put(records, 0, length);
    out.putInt(12, checksum(file));
    return new LayerIndex(file);
  }

  static int checksum(byte[] file) {
    var crc = new CRC32();
    crc.update(file, 0, 12);
    crc.update(file, 16, file.length - 16);
    return (int) crc.getValue();
  }

  /** The number of a type in the file form and in content digests: fixed for ever. */
  private static int code(EntryType type) {
    return switch (type) {
      case FILE -> 1;
      case DIRECTORY -> 2;
      case SYMLINK -> 3;
      case HARDLINK -> 4;
      case CHARACTER_DEVICE -> 5;
      case BLOCK_DEVICE -> 6;
      case FIFO -> 7;
      case WHITEOUT -> 8;
      case OPAQUE -> 9;
    };
  }

  static EntryType type(int code) {
    return switch (code) {
      case 1 -> EntryType.FILE;
      case 2 -> EntryType.DIRECTORY;
      case 3 -> EntryType.SYMLINK;
      case 4 -> EntryType.HARDLINK;
      case 5 -> EntryType.CHARACTER_DEVICE;
      case 6 -> EntryType.BLOCK_DEVICE;
      case 7 -> EntryType.FIFO;
      case 8 -> EntryType.WHITEOUT;
      case 9 -> EntryType.OPAQUE;
      default -> throw new IllegalStateException("no type of the index: " + code);
    };
  }

  private void checkOrder(Entry entry) {
    if (lastPath != null) {
      int order = PathBytes.ORDER.compare(lastPath, entry.path());
      boolean mark =
          order == 0 && lastType == EntryType.DIRECTORY && entry.type() == EntryType.OPAQUE;
      if (order >= 0 && !mark) {
        throw new IllegalArgumentException(
            "`" + entry.path() + "` comes after `" + lastPath + "`, out of order");
      }
    }
    lastPath = entry.path();
    lastType = entry.type();
  }

  private void putByte(int value) {
    room(1);
    records[length++] = (byte) value;
  }

  private void putNumber(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      records[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    records[length++] = (byte) rest;
  }

  private void putBytes(byte[] bytes) {
    putNumber(bytes.length);
    putRaw(bytes);
  }

  private void putRaw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, records, length, bytes.length);
    length += bytes.length;
  }

  private void room(int more) {
    if (records.length - length < more) {
      records = Arrays.copyOf(records, Math.max(Math.addExact(length, more), length * 2));
    }
  }
}
