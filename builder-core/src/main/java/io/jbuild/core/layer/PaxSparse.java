package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** GNU sparse files in pax headers: forms 0.0, 0.1 and 1.0 (GNU tar manual, "Sparse Formats"). */
final class PaxSparse {
  private static final int MOST_NUMBERS = 1 << 21;
  private static final long MOST_MAP = 32L << 20;

  private final List<PaxRecords.Record> records = new ArrayList<>();

  /** Whether the record belongs to a sparse file. */
  boolean take(PaxRecords.Record record) {
    boolean sparse = record.key().startsWith("GNU.sparse.");
    if (sparse) {
      records.add(record);
    }
    return sparse;
  }

  /** Gives the entry its map, if it has one; form 1.0 has it in front of the bytes. */
  void finish(RawEntry entry, TarReader in) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    long size = -1;
    long major = 0;
    var numbers = new ArrayList<Long>();
    for (PaxRecords.Record record : records) {
      switch (record.key()) {
        case "GNU.sparse.name" -> entry.name = record.value();
        case "GNU.sparse.size", "GNU.sparse.realsize" -> size = PaxFields.number(record, entry);
        case "GNU.sparse.major" -> major = PaxFields.number(record, entry);
        case "GNU.sparse.offset", "GNU.sparse.numbytes" ->
            numbers.add(PaxFields.number(record, entry));
        case "GNU.sparse.map" -> {
          for (String number : record.text().split(",")) {
            numbers.add(
                PaxFields.number(
                    new PaxRecords.Record(record.key(), number.getBytes(StandardCharsets.UTF_8)),
                    entry));
          }
        }
        default -> {
          // The number of blocks, the minor version: nothing that the map does not say.
        }
      }
    }
    String name = Names.shown(PathBytes.decode(entry.name));
    if (size < 0) {
      throw SparseMap.broken(name);
    }
    if (major == 1) {
      readMap(in, numbers, name);
      entry.stored = in.left();
    }
    if (numbers.size() % 2 != 0) {
      throw SparseMap.broken(name);
    }
    entry.sparse = new SparseMap(size);
    for (int i = 0; i < numbers.size(); i += 2) {
      entry.sparse.add(numbers.get(i), numbers.get(i + 1), name);
    }
    entry.sparse.check(entry.stored, name);
  }

  /** Decimal numbers, one a line, the first their count in pairs, padded to a block. */
  private static void readMap(TarReader in, List<Long> numbers, String name) throws IOException {
    byte[] block = new byte[TarHeader.BLOCK];
    long wanted = -1;
    long number = 0;
    int digits = 0;
    long taken = 0;
    while (wanted < 0 || numbers.size() < wanted) {
      taken += block.length;
      for (int got = 0; got < block.length; ) {
        int read = in.read(block, got, block.length - got);
        if (read < 0 || taken > MOST_MAP) {
          throw SparseMap.broken(name);
        }
        got += read;
      }
      for (byte b : block) {
        if (wanted >= 0 && numbers.size() == wanted) {
          break;
        }
        if (b >= '0' && b <= '9' && digits < 18) {
          number = number * 10 + b - '0';
          digits++;
        } else if (b == '\n' && digits > 0) {
          if (wanted >= 0) {
            numbers.add(number);
          } else if (number > MOST_NUMBERS / 2) {
            throw SparseMap.broken(name);
          } else {
            wanted = number * 2;
          }
          number = 0;
          digits = 0;
        } else {
          throw SparseMap.broken(name);
        }
      }
    }
  }
}
