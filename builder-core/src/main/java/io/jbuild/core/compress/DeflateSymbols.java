package io.jbuild.core.compress;

/** The symbols that stand for lengths and distances of matches (RFC 1951, 3.2.5). */
final class DeflateSymbols {
  /** Symbols for literals, the end of a block, and lengths. */
  static final int LITERALS = 286;

  /** Symbols for distances. */
  static final int DISTANCES = 30;

  static final int LONGEST = 258;

  /** By length: its symbol, counted from the first that is one of a length. */
  static final byte[] LENGTH_SYMBOLS = new byte[LONGEST + 1];

  /** By such a symbol: the shortest length. */
  static final int[] LENGTH_BASES = new int[29];

  /** By such a symbol: how many bits tell how much longer it is. */
  static final byte[] LENGTH_BITS = new byte[29];

  /** By symbol: the shortest distance. */
  static final int[] DISTANCE_BASES = new int[DISTANCES];

  /** By symbol: how many bits tell how much farther it is. */
  static final byte[] DISTANCE_BITS = new byte[DISTANCES];

  private static final int NEAR = 256;
  private static final byte[] NEAR_SYMBOLS = new byte[NEAR];
  private static final byte[] FAR_SYMBOLS = new byte[256];
  private static final int FAR_SHIFT = 7;

  static {
    int length = 3;
    for (int symbol = 0; symbol < 28; symbol++) {
      LENGTH_BASES[symbol] = length;
      LENGTH_BITS[symbol] = (byte) (symbol < 8 ? 0 : symbol / 4 - 1);
      for (int i = 1 << LENGTH_BITS[symbol]; i > 0; i--) {
        LENGTH_SYMBOLS[length++] = (byte) symbol;
      }
    }
    LENGTH_SYMBOLS[LONGEST] = 28;
    LENGTH_BASES[28] = LONGEST;
    int distance = 1;
    for (int symbol = 0; symbol < DISTANCES; symbol++) {
      DISTANCE_BASES[symbol] = distance;
      DISTANCE_BITS[symbol] = (byte) (symbol < 4 ? 0 : symbol / 2 - 1);
      for (int i = 1 << DISTANCE_BITS[symbol]; i > 0; i--, distance++) {
        if (distance <= NEAR) {
          NEAR_SYMBOLS[distance - 1] = (byte) symbol;
        } else {
          FAR_SYMBOLS[distance - 1 >> FAR_SHIFT] = (byte) symbol;
        }
      }
    }
  }

  private DeflateSymbols() {}

  /** The symbol of a distance, 1 to 32,768. */
  static int ofDistance(int distance) {
    return distance <= NEAR ? NEAR_SYMBOLS[distance - 1] : FAR_SYMBOLS[distance - 1 >> FAR_SHIFT];
  }
}
