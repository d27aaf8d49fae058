package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Reads the headers of a tar: V7, ustar, pax, GNU (long names, sparse files of all its forms), as
 * GNU tar and Go's archive/tar do.
 */
final class TarReader {
  private static final int BLOCK = TarHeader.BLOCK;

  /** Headers that describe the next entry may have this many bytes. */
  private static final int MOST_HEADER = 1 << 20;

  /** Headers for all that follow are applied to each entry: real ones hold a line or two. */
  private static final int MOST_GLOBAL_HEADER = 1 << 16;

  private static final int MOST_GLOBAL_RECORDS = 100;

  private final TarInput in;
  private List<PaxRecords.Record> global = List.of();
  private long left;
  private long padding;
  private String current = "its first header";

  TarReader(TarInput in) {
    this.in = in;
  }

  /** Bytes of the current entry that were not read yet. */
  long left() {
    return left;
  }

  int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw TarInput.truncated(current);
    }
    left -= read;
    return read;
  }

  /** The next entry, what is left of the one before being passed over; null at the end. */
  RawEntry next() throws IOException {
    in.skipFully(left + padding, current);
    left = 0;
    padding = 0;
    byte[] longName = null;
    byte[] longLink = null;
    List<PaxRecords.Record> pax = List.of();
    while (true) {
      byte[] block = in.readUpTo(BLOCK);
      if (block.length == 0 || isZero(block)) {
        if (longName != null || longLink != null || !pax.isEmpty()) {
          throw TarInput.truncated(current);
        }
        return null;
      }
      if (block.length < BLOCK) {
        throw TarInput.truncated("a header after " + current);
      }
      checkSum(block);
      char type = (char) (block[156] & 0xFF);
      switch (type) {
        case 'x', 'X' -> pax = PaxRecords.parse(special(block));
        case 'g' -> global = checked(merged(global, PaxRecords.parse(special(block))));
        case 'L' -> longName = untilNul(special(block));
        case 'K' -> longLink = untilNul(special(block));
        case 'V' -> special(block);
        default -> {
          return entry(block, type, pax, longName, longLink);
        }
      }
    }
  }

  private RawEntry entry(
      byte[] block, char type, List<PaxRecords.Record> pax, byte[] longName, byte[] longLink)
      throws IOException {
    var entry = new RawEntry();
    entry.type = type;
    entry.name = longName != null ? longName : name(block);
    entry.link = longLink != null ? longLink : field(block, 157, 100);
    current = "`" + Names.shown(PathBytes.decode(entry.name)) + "`";
    entry.mode = (int) (number(block, 100, 8) & 07777);
    entry.uid = number(block, 108, 8);
    entry.gid = number(block, 116, 8);
    entry.stored = number(block, 124, 12);
    entry.mtimeSeconds = number(block, 136, 12);
    if (type == '3' || type == '4') {
      entry.deviceMajor = number(block, 329, 8);
      entry.deviceMinor = number(block, 337, 8);
    }
    var sparse = new PaxSparse();
    for (PaxRecords.Record record : merged(global, pax)) {
      if (!sparse.take(record)) {
        PaxFields.apply(record, entry);
      }
    }
    current = "`" + Names.shown(PathBytes.decode(entry.name)) + "`";
    if (entry.stored < 0) {
      throw new LayerException(current + " has a size below zero");
    }
    boolean hasBytes = type == '0' || type == 0 || type == '7' || type == 'S' || type == 'D';
    left = hasBytes ? entry.stored : 0;
    padding = -left & (BLOCK - 1);
    if (type == 'S') {
      entry.sparse = oldSparse(block, entry);
    } else if (hasBytes) {
      sparse.finish(entry, this);
    }
    return entry;
  }

  /** The map in a GNU header of type S, and in the blocks that continue it. */
  private SparseMap oldSparse(byte[] block, RawEntry entry) throws IOException {
    String name = Names.shown(PathBytes.decode(entry.name));
    var map = new SparseMap(number(block, 483, 12));
    byte[] from = block;
    int at = 386;
    int pieces = 4;
    int extended = 482;
    while (true) {
      for (int i = 0; i < pieces && from[at + i * 24] != 0; i++) {
        long offset = number(from, at + i * 24, 12);
        map.add(offset, number(from, at + i * 24 + 12, 12), name);
      }
      if (from[extended] == 0) {
        break;
      }
      from = in.readFully(BLOCK, current);
      at = 0;
      pieces = 21;
      extended = 504;
    }
    map.check(entry.stored, name);
    return map;
  }

  private byte[] special(byte[] block) throws IOException {
    long size = number(block, 124, 12);
    if (size < 0 || size > MOST_HEADER) {
      throw new LayerException("an extended header after " + current + " has " + size + " bytes");
    }
    byte[] bytes = in.readFully((int) size, "a header after " + current);
    in.skipFully(-size & (BLOCK - 1), "a header after " + current);
    return bytes;
  }

  private static List<PaxRecords.Record> merged(
      List<PaxRecords.Record> first, List<PaxRecords.Record> second) {
    if (first.isEmpty()) {
      return second;
    }
    if (second.isEmpty()) {
      return first;
    }
    var all = new ArrayList<>(first);
    var later = new HashSet<String>();
    second.forEach(record -> later.add(record.key()));
    // A later header replaces what an earlier one said; the records of sparse maps repeat.
    all.removeIf(old -> !old.key().startsWith("GNU.sparse.") && later.contains(old.key()));
    all.addAll(second);
    return all;
  }

  private static List<PaxRecords.Record> checked(List<PaxRecords.Record> global)
      throws LayerException {
    long bytes =
        global.stream().mapToLong(record -> record.key().length() + record.value().length).sum();
    if (bytes > MOST_GLOBAL_HEADER || global.size() > MOST_GLOBAL_RECORDS) {
      throw new LayerException(
          "the archive's headers for all of its entries hold %d values of %d bytes: too much"
              .formatted(global.size(), bytes));
    }
    return global;
  }

  private void checkSum(byte[] block) throws LayerException {
    int unsigned = 0;
    int signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    long expected;
    try {
      expected = number(block, 148, 8);
    } catch (LayerException e) {
      throw badChecksum(e);
    }
    if (expected != unsigned && expected != signed) {
      throw badChecksum(null);
    }
  }

  private LayerException badChecksum(LayerException cause) {
    return new LayerException(
        current.startsWith("its")
            ? "not a tar archive: the checksum of its first header is wrong"
            : "the archive is damaged: wrong checksum in the header after " + current,
        cause);
  }

  private long number(byte[] block, int at, int width) throws LayerException {
    int first = block[at] & 0xFF;
    if (first >= 0x80) {
      // Base 256, two's complement but for the mark in the top bit.
      long value = (first & 0x40) != 0 ? -1 : 0;
      value = value << 6 | first & 0x3F;
      for (int i = at + 1; i < at + width; i++) {
        if (value >= 1L << 54 || value < -(1L << 54)) {
          throw badNumber();
        }
        value = value << 8 | block[i] & 0xFF;
      }
      return value;
    }
    int i = at;
    int end = at + width;
    while (i < end && (block[i] == ' ' || block[i] == 0)) {
      i++;
    }
    long value = 0;
    for (; i < end && block[i] != 0 && block[i] != ' '; i++) {
      if (block[i] < '0' || block[i] > '7') {
        throw badNumber();
      }
      value = value << 3 | block[i] - '0';
    }
    return value;
  }

  private LayerException badNumber() {
    return new LayerException(
        "a number in the header of, or after, " + current + " makes no sense");
  }

  private static byte[] name(byte[] block) {
    byte[] name = field(block, 0, 100);
    boolean ustar = new String(block, 257, 8, StandardCharsets.ISO_8859_1).equals("ustar\0" + "00");
    byte[] prefix = ustar ? field(block, 345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  private static byte[] field(byte[] block, int at, int width) {
    return untilNul(Arrays.copyOfRange(block, at, at + width));
  }

  private static byte[] untilNul(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return Arrays.copyOf(bytes, i);
      }
    }
    return bytes;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
