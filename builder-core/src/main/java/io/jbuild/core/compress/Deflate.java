package io.jbuild.core.compress;

import java.util.Arrays;

/**
 * Deflates pieces of memory (RFC 1951), fast rather than small, and always to the same bytes: they
 * depend on no zlib, processor or Java runtime. Matches are looked for in a table of the latest two
 * places of each four bytes. Not thread-safe.
 */
final class Deflate {
  private static final int WINDOW = 32 << 10;
  private static final int LEAST = 4;
  private static final int MOST = DeflateSymbols.LONGEST;

  /** A match of that length is taken without looking for a longer one. */
  private static final int GOOD = 16;

  /** So many bytes without a match, and not each place is looked at any more. */
  private static final int PATIENCE = 64;

  /** So that the table fits the nearest cache of a processor. */
  private static final int SLOT_BITS = 13;

  private static final int MULTIPLIER = 0x9E3779B1;

  /** Tokens of a block: fewer cost more headers, more adapt later to what the data is. */
  private static final int TOKENS = 24 << 10;

  private static final int END = 256;
  private static final int LITERALS = DeflateSymbols.LITERALS;
  private static final int DISTANCES = DeflateSymbols.DISTANCES;
  private static final int LARGEST_STORED = 65_535;

  private static final byte[] LENGTHS_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final int[] places = new int[2 << SLOT_BITS];
  private final int[] tokens = new int[TOKENS];
  private final int[] literalCounts = new int[LITERALS];
  private final int[] distanceCounts = new int[DISTANCES];
  private final int[] lengthCounts = new int[19];
  private final PrefixCode literals = new PrefixCode(LITERALS, 15);
  private final PrefixCode distances = new PrefixCode(DISTANCES, 15);
  private final PrefixCode lengths = new PrefixCode(19, 7);
  private final byte[] runs = new byte[LITERALS + DISTANCES];
  private final byte[] runExtras = new byte[LITERALS + DISTANCES];
  private int count;

  /** Appends the bytes, deflated, as a whole stream that ends at a byte. */
  void deflate(byte[] data, int length, BitOutput out) {
    Arrays.fill(places, -WINDOW - 1);
    int from = 0;
    do {
      from = block(data, from, length, out);
    } while (from < length);
    out.align();
  }

  /** Writes one block; where it ends. */
  private int block(byte[] data, int from, int end, BitOutput out) {
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
    int to = tokens(data, from, end);
    literalCounts[END]++;
    literals.build(literalCounts);
    distances.build(distanceCounts);
    write(data, from, to, to == end, out);
    return to;
  }

  /** Finds what the block is made of, a literal as its byte, a match as length and distance. */
  private int tokens(byte[] data, int from, int end) {
    int last = end - Long.BYTES;
    int position = from;
    int misses = 0;
    count = 0;
    while (count < TOKENS && position < last) {
      long bytes = (long) BitOutput.LONG.get(data, position);
      int slot = slot(bytes);
      int newest = places[slot];
      int older = places[slot + 1];
      places[slot + 1] = newest;
      places[slot] = position;
      int length = match(data, newest, position, bytes, end);
      int distance = position - newest;
      if (length < GOOD) {
        int other = match(data, older, position, bytes, end);
        if (other > length) {
          length = other;
          distance = position - older;
        }
      }
      if (length < LEAST) {
        literal(data[position++]);
        // Where nothing matches, fewer places are looked at.
        int skip = ++misses < PATIENCE ? 0 : Math.min(misses >>> 5, last - position);
        for (int i = Math.min(skip, TOKENS - count); i > 0; i--) {
          literal(data[position++]);
        }
      } else {
        misses = 0;
        copy(length, distance);
        int after = position + length;
        int stop = Math.min(after, last);
        for (int i = position + 1; i < stop; i++) {
          int passed = slot((long) BitOutput.LONG.get(data, i));
          places[passed + 1] = places[passed];
          places[passed] = i;
        }
        position = after;
      }
    }
    while (count < TOKENS && position < end && position >= last) {
      literal(data[position++]);
    }
    return position;
  }

  /** How many bytes at an earlier place are those here: none, or at least four. */
  private static int match(byte[] data, int earlier, int here, long bytes, int end) {
    if (here - earlier > WINDOW) {
      return 0;
    }
    long difference = (long) BitOutput.LONG.get(data, earlier) ^ bytes;
    if ((int) difference != 0) {
      return 0;
    }
    if (difference != 0) {
      return Long.numberOfTrailingZeros(difference) >>> 3;
    }
    int most = Math.min(MOST, end - here);
    int n = Long.BYTES;
    for (; n + Long.BYTES <= most; n += Long.BYTES) {
      difference =
          (long) BitOutput.LONG.get(data, earlier + n) ^ (long) BitOutput.LONG.get(data, here + n);
      if (difference != 0) {
        return n + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
    }
    while (n < most && data[earlier + n] == data[here + n]) {
      n++;
    }
    return n;
  }

  private static int slot(long bytes) {
    return ((int) bytes * MULTIPLIER >>> Integer.SIZE - SLOT_BITS) << 1;
  }

  private void literal(byte value) {
    tokens[count++] = value & 0xFF;
    literalCounts[value & 0xFF]++;
  }

  private void copy(int length, int distance) {
    tokens[count++] = distance << 9 | length;
    literalCounts[END + 1 + DeflateSymbols.LENGTH_SYMBOLS[length]]++;
    distanceCounts[DeflateSymbols.ofDistance(distance)]++;
  }

  private void write(byte[] data, int from, int to, boolean last, BitOutput out) {
    int literalCodes = used(literals.lengths, 257);
    int distanceCodes = used(distances.lengths, 1);
    int runCount = runs(literalCodes, distanceCodes);
    lengths.build(lengthCounts);
    int lengthCodes = LENGTHS_ORDER.length;
    while (lengthCodes > 4 && lengths.lengths[LENGTHS_ORDER[lengthCodes - 1]] == 0) {
      lengthCodes--;
    }
    long bits = 17 + 3L * lengthCodes;
    for (int i = 0; i < 19; i++) {
      bits +=
          lengthCounts[i] * (lengths.lengths[i] + (i < 16 ? 0L : i == 16 ? 2 : i == 17 ? 3 : 7));
    }
    for (int i = 0; i < LITERALS; i++) {
      bits +=
          literalCounts[i]
              * (literals.lengths[i] + (i < 257 ? 0L : DeflateSymbols.LENGTH_BITS[i - 257]));
    }
    for (int i = 0; i < DISTANCES; i++) {
      bits += distanceCounts[i] * (distances.lengths[i] + (long) DeflateSymbols.DISTANCE_BITS[i]);
    }
    int stored = to - from + 5 * (1 + (to - from) / LARGEST_STORED);
    if (bits >>> 3 >= stored) {
      store(data, from, to, last, out);
      return;
    }
    out.reserve((int) (bits >>> 3) + 16);
    out.put(last ? 5 : 4, 3);
    out.put(literalCodes - 257 | distanceCodes - 1 << 5 | lengthCodes - 4 << 10, 14);
    for (int i = 0; i < lengthCodes; i++) {
      out.put(lengths.lengths[LENGTHS_ORDER[i]], 3);
    }
    for (int i = 0; i < runCount; i++) {
      int run = runs[i];
      out.put(lengths.codes[run], lengths.lengths[run]);
      if (run >= 16) {
        out.put(runExtras[i], run == 16 ? 2 : run == 17 ? 3 : 7);
      }
    }
    writeTokens(out);
  }

  private void writeTokens(BitOutput out) {
    int[] tokens = this.tokens;
    int[] codes = literals.codes;
    byte[] widths = literals.lengths;
    for (int i = 0; i < count; i++) {
      int token = tokens[i];
      if (token < END) {
        out.put(codes[token], widths[token]);
        continue;
      }
      int length = token & 511;
      int distance = token >>> 9;
      int symbol = DeflateSymbols.LENGTH_SYMBOLS[length];
      int width = widths[257 + symbol];
      long bits =
          codes[257 + symbol] | (long) (length - DeflateSymbols.LENGTH_BASES[symbol]) << width;
      width += DeflateSymbols.LENGTH_BITS[symbol];
      symbol = DeflateSymbols.ofDistance(distance);
      bits |= (long) distances.codes[symbol] << width;
      width += distances.lengths[symbol];
      bits |= (long) (distance - DeflateSymbols.DISTANCE_BASES[symbol]) << width;
      width += DeflateSymbols.DISTANCE_BITS[symbol];
      out.put(bits, width);
    }
    out.put(codes[END], widths[END]);
  }

  private static void store(byte[] data, int from, int to, boolean last, BitOutput out) {
    int at = from;
    do {
      int n = Math.min(LARGEST_STORED, to - at);
      out.reserve(16);
      out.put(last && at + n == to ? 1 : 0, 3);
      out.align();
      out.put(n | (long) (~n & 0xFFFF) << 16, 32);
      out.put(data, at, at + n);
      at += n;
    } while (at < to);
  }

  private static int used(byte[] lengths, int least) {
    int n = lengths.length;
    while (n > least && lengths[n - 1] == 0) {
      n--;
    }
    return n;
  }

  /** The lengths of both codes as runs (RFC 1951, 3.2.7); how many. */
  private int runs(int literalCodes, int distanceCodes) {
    Arrays.fill(lengthCounts, 0);
    int total = literalCodes + distanceCodes;
    int n = 0;
    for (int i = 0; i < total; ) {
      int value = length(i, literalCodes);
      int run = 1;
      while (i + run < total && length(i + run, literalCodes) == value) {
        run++;
      }
      i += run;
      if (value != 0) {
        n = run(n, value, 0);
        run--;
      }
      while (run >= 3) {
        int taken = Math.min(run, value != 0 ? 6 : run <= 10 ? 10 : 138);
        n =
            run(
                n,
                value != 0 ? 16 : run <= 10 ? 17 : 18,
                taken - (value == 0 && run > 10 ? 11 : 3));
        run -= taken;
      }
      for (; run > 0; run--) {
        n = run(n, value, 0);
      }
    }
    return n;
  }

  private int length(int i, int literalCodes) {
    return i < literalCodes ? literals.lengths[i] : distances.lengths[i - literalCodes];
  }

  private int run(int n, int symbol, int extra) {
    runs[n] = (byte) symbol;
    runExtras[n] = (byte) extra;
    lengthCounts[symbol]++;
    return n + 1;
  }
}
