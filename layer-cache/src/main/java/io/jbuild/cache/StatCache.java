package io.jbuild.cache;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * Content digests of files that did not change since they were hashed, for one context directory.
 * Thread-safe. A file whose mtime or ctime lies less than two seconds before this cache was opened,
 * or after that, is not recorded: it may change again without its times telling so.
 *
 * <p>The file form is a hash table over device and inode, used as it was read: nothing is decoded
 * but what is asked for. A damaged one counts as empty.
 */
public final class StatCache {
  private static final int MAGIC = 0x4a425354;
  private static final int HEADER = 16;
  private static final int SLOT = 80;
  private static final int DIGEST_AT = 48;

  /** How many saves an entry outlives without being asked for. */
  private static final int KEPT = 8;

  private static final long RACY_NANOS = 2_000_000_000L;

  private final Path file;
  private final TemporaryFiles temporary;
  private final long trustedBefore;
  private final Map<FileStat, Digest> news = new ConcurrentHashMap<>();
  private volatile Table earlier;
  private int saved;

  /** What was recorded before, read when it is first asked for. */
  private record Table(ByteBuffer bytes, int slots, boolean[] used) {
    static Table read(Path file) throws IOException {
      try {
        byte[] bytes = Files.readAllBytes(file);
        if (isWhole(bytes)) {
          int slots = (bytes.length - HEADER) / SLOT;
          return new Table(ByteBuffer.wrap(bytes), slots, new boolean[slots]);
        }
      } catch (NoSuchFileException e) {
        // The first build of this context.
      }
      return new Table(ByteBuffer.allocate(0), 0, new boolean[0]);
    }
  }

  private StatCache(Path file, TemporaryFiles temporary, Instant opened) {
    this.file = file;
    this.temporary = temporary;
    this.trustedBefore = opened.getEpochSecond() * 1_000_000_000L + opened.getNano() - RACY_NANOS;
  }

  static StatCache open(Path file, TemporaryFiles temporary, Instant opened) {
    return new StatCache(file, temporary, opened);
  }

  private Table earlier() throws IOException {
    Table known = earlier;
    if (known == null) {
      synchronized (this) {
        if (earlier == null) {
          earlier = Table.read(file);
        }
        known = earlier;
      }
    }
    return known;
  }

  private static boolean isWhole(byte[] bytes) {
    if (bytes.length < HEADER || (bytes.length - HEADER) % SLOT != 0) {
      return false;
    }
    var header = ByteBuffer.wrap(bytes);
    int count = (bytes.length - HEADER) / SLOT;
    try {
      return header.getInt() == MAGIC
          && header.getInt() == count
          && Integer.bitCount(count) == 1
          && header.getLong() == checksum(bytes);
    } catch (BufferUnderflowException e) {
      return false;
    }
  }

  /** The digest of the file that has this stat, if it was recorded. */
  public Optional<Digest> find(FileStat stat) throws IOException {
    Table before = earlier();
    ByteBuffer table = before.bytes();
    int slots = before.slots();
    for (int slot = home(stat, slots), tries = 0; tries < slots; tries++) {
      int at = HEADER + slot * SLOT;
      if (isFree(table, at)) {
        break;
      }
      if (matches(table, at, stat)) {
        before.used()[slot] = true;
        byte[] digest = new byte[32];
        table.get(at + DIGEST_AT, digest);
        return Optional.of(new Digest(HexFormat.of().formatHex(digest)));
      }
      slot = (slot + 1) & (slots - 1);
    }
    return Optional.ofNullable(news.get(stat));
  }

  /** Remembers the digest; {@code stat} must have been taken after the opening, before hashing. */
  public void record(FileStat stat, Digest content) {
    if (stat.mtimeNanos() < trustedBefore && stat.ctimeNanos() < trustedBefore) {
      news.put(stat, content);
    }
  }

  /** Takes over what an earlier opening for the same directory has learned and not saved. */
  public void learnFrom(StatCache earlier) {
    news.putAll(earlier.news);
  }

  /** Writes the cache if it has news; others may record more meanwhile. */
  public synchronized void save() throws IOException {
    List<Map.Entry<FileStat, Digest>> known = new ArrayList<>(news.entrySet());
    if (known.size() == saved) {
      return;
    }
    Table before = earlier();
    ByteBuffer table = before.bytes();
    int kept = 0;
    for (int slot = 0; slot < before.slots(); slot++) {
      kept += isKept(before, slot) ? 1 : 0;
    }
    int capacity = Math.max(16, Integer.highestOneBit(known.size() + kept) * 4);
    byte[] bytes = new byte[Math.addExact(HEADER, Math.multiplyExact(capacity, SLOT))];
    var out = ByteBuffer.wrap(bytes);
    for (Map.Entry<FileStat, Digest> entry : known) {
      FileStat stat = entry.getKey();
      int at = freeSlot(out, stat.device(), stat.inode(), capacity);
      out.putLong(at, stat.device());
      out.putLong(at + 8, stat.inode());
      out.putLong(at + 16, stat.size());
      out.putLong(at + 24, stat.mtimeNanos());
      out.putLong(at + 32, stat.ctimeNanos());
      out.putInt(at + 40, stat.mode());
      out.putInt(at + 44, 1);
      out.put(at + DIGEST_AT, HexFormat.of().parseHex(entry.getValue().hex()));
    }
    for (int slot = 0; slot < before.slots(); slot++) {
      if (isKept(before, slot)) {
        int from = HEADER + slot * SLOT;
        int at = freeSlot(out, table.getLong(from), table.getLong(from + 8), capacity);
        out.put(at, table, from, SLOT);
        out.putInt(at + 44, before.used()[slot] ? 1 : table.getInt(from + 44) + 1);
      }
    }
    out.putInt(0, MAGIC);
    out.putInt(4, capacity);
    out.putLong(8, checksum(bytes));
    temporary.write(file, bytes);
    saved = known.size();
  }

  /** Whether an entry is carried over: not replaced by news, and asked for not long ago. */
  private static boolean isKept(Table before, int slot) {
    int at = HEADER + slot * SLOT;
    int age = before.bytes().getInt(at + 44);
    return !isFree(before.bytes(), at) && (before.used()[slot] || age < KEPT);
  }

  private static boolean matches(ByteBuffer table, int at, FileStat stat) {
    return table.getLong(at) == stat.device()
        && table.getLong(at + 8) == stat.inode()
        && table.getLong(at + 16) == stat.size()
        && table.getLong(at + 24) == stat.mtimeNanos()
        && table.getLong(at + 32) == stat.ctimeNanos()
        && table.getInt(at + 40) == stat.mode();
  }

  private static int freeSlot(ByteBuffer table, long device, long inode, int capacity) {
    int slot = home(device, inode, capacity);
    while (!isFree(table, HEADER + slot * SLOT)) {
      slot = (slot + 1) & (capacity - 1);
    }
    return HEADER + slot * SLOT;
  }

  private static boolean isFree(ByteBuffer table, int at) {
    return table.getInt(at + 44) == 0;
  }

  private static int home(FileStat stat, int capacity) {
    return home(stat.device(), stat.inode(), capacity);
  }

  private static int home(long device, long inode, int capacity) {
    long mixed = (inode * 0x9E3779B97F4A7C15L) ^ device;
    return (int) (mixed >>> 32) & (capacity - 1);
  }

  private static long checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes, HEADER, bytes.length - HEADER);
    return crc.getValue();
  }
}
