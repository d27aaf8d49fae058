package io.jbuild.core.compress;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The members that layers of a store were compressed to before, by the digest of what is in them. A
 * list beside a compressed layer says which members it has; they are read out of its blob, and one
 * that is not as it was is none. Thread-safe.
 */
final class KnownMembers {
  /** How many lists are looked into, the newest first. */
  private static final int MOST_LISTS = 64;

  private static final String LIST = ".members";
  private static final int FEWEST = 4;
  private static final int HASH = 32;

  /** A member in a list: digest of its content, length, checksum. */
  private static final int ENTRY = HASH + Integer.BYTES + Integer.BYTES;

  /** What is in a list besides members: the digest of their blob, and at its end its checksum. */
  private static final int FRAME = HASH + Integer.BYTES;

  /** More than any compression makes of a piece. */
  private static final int LONGEST = 2 * TarPieces.LONGEST;

  /** None at all. */
  static final KnownMembers NONE = new KnownMembers(null);

  private final BlobStore blobs;
  private final Map<ByteBuffer, Place> places = new HashMap<>();

  private record Place(Digest blob, long offset, int length, int checksum) {}

  private KnownMembers(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Those of a store.
   *
   * @param file name of the small file that tells of a layer so compressed
   */
  static KnownMembers of(StoreDirectory store, String file) throws IOException {
    record Dated(Path path, FileTime time) {}

    List<Dated> lists = new ArrayList<>();
    for (Digest diffId : store.layers().list()) {
      Path path = store.layers().folder(diffId).resolve(listOf(file));
      try {
        lists.add(new Dated(path, Files.getLastModifiedTime(path)));
      } catch (NoSuchFileException e) {
        // that layer was not compressed so, or is too small
      }
    }
    lists.sort(Comparator.comparing(Dated::time).reversed());
    var known = new KnownMembers(store.blobs());
    for (Dated list : lists.subList(0, Math.min(MOST_LISTS, lists.size()))) {
      try {
        known.add(Files.readAllBytes(list.path));
      } catch (NoSuchFileException e) {
        // deleted just now
      }
    }
    return known;
  }

  /** The name of the list beside a small file that tells of a compressed layer. */
  static String listOf(String file) {
    return file + LIST;
  }

  static boolean isList(String file) {
    return file.endsWith(LIST);
  }

  /** Adds what a list tells, if it is one that is undamaged, and of a blob as long as it says. */
  private void add(byte[] bytes) throws IOException {
    int end = bytes.length - Integer.BYTES;
    ByteBuffer list = ByteBuffer.wrap(bytes);
    if (bytes.length % ENTRY != FRAME || list.getInt(end) != checksum(bytes, end)) {
      return;
    }
    Digest blob = Digest.parse("sha256:" + HexFormat.of().formatHex(hash(list)));
    Map<ByteBuffer, Place> told = new HashMap<>();
    long offset = 0;
    while (list.position() < end) {
      ByteBuffer content = ByteBuffer.wrap(hash(list));
      int length = list.getInt();
      if (length <= 0 || length > LONGEST) {
        return;
      }
      told.put(content, new Place(blob, offset, length, list.getInt()));
      offset += length;
    }
    if (blobs.has(blob) && blobs.size(blob) == offset) {
      told.forEach(places::putIfAbsent);
    }
  }

  private static byte[] hash(ByteBuffer list) {
    byte[] bytes = new byte[HASH];
    list.get(bytes);
    return bytes;
  }

  /** The member with that content, if there is one that is undamaged. */
  Optional<byte[]> find(byte[] sha256) throws IOException {
    Place place = places.get(ByteBuffer.wrap(sha256));
    if (place == null) {
      return Optional.empty();
    }
    ByteBuffer member = ByteBuffer.allocate(place.length);
    try (FileChannel blob = FileChannel.open(blobs.path(place.blob))) {
      while (member.hasRemaining()) {
        if (blob.read(member, place.offset + member.position()) < 0) {
          return Optional.empty();
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return checksum(member.array(), place.length) == place.checksum
        ? Optional.of(member.array())
        : Optional.empty();
  }

  static int checksum(byte[] bytes, int length) {
    var crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** The list of a blob's members while it is written. Not thread-safe. */
  static final class Listing {
    private final List<byte[]> entries = new ArrayList<>();

    void add(byte[] sha256, byte[] member) {
      ByteBuffer entry = ByteBuffer.allocate(ENTRY);
      entry.put(sha256).putInt(member.length).putInt(checksum(member, member.length));
      entries.add(entry.array());
    }

    /** The list; nothing for a few members, which are compressed sooner than found. */
    Optional<byte[]> of(Digest blob) {
      if (entries.size() < FEWEST) {
        return Optional.empty();
      }
      ByteBuffer list = ByteBuffer.allocate(FRAME + ENTRY * entries.size());
      list.put(HexFormat.of().parseHex(blob.hex()));
      entries.forEach(list::put);
      list.putInt(checksum(list.array(), list.position()));
      return Optional.of(list.array());
    }
  }
}
