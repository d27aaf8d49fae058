package io.jbuild.core.compress;

import java.io.IOException;

/**
 * Cuts a tar into pieces, where its files begin: a file that changes changes the pieces it lies in
 * and no others, whatever its new size. Where between two files is cut depends on the name and the
 * size of the one before; a large file begins a piece of its own and is cut at fixed places. What
 * is no tar is cut at fixed places, too. Not thread-safe.
 *
 * <p>The pieces put together are what was written, always; the places are a matter of economy. They
 * decide the bytes of compressed layers, so a change of them is a change of {@link
 * MemberFormat#FORM}.
 */
final class TarPieces {
  /** The longest piece in bytes. */
  static final int LONGEST = 1 << 20;

  private static final int USUAL = LONGEST / 2;
  private static final int BLOCK = 512;
  private static final int NAME_END = 100;
  private static final int SIZE = 124;
  private static final int SIZE_END = 136;
  private static final int SUM = 148;
  private static final int SUM_END = 156;
  private static final int TYPE = 156;
  private static final int PREFIX = 345;
  private static final int PREFIX_END = 500;

  private final Sink sink;
  private byte[] piece;
  private int filled;

  /** Bytes of the file, padded, that are still to come. */
  private long data;

  /** Where in the piece the file or directory begins, its extended headers included. */
  private int begin;

  /** What is known of it so far; a header that belongs to the next one ends nothing. */
  private long entry;

  private long hash;
  private boolean extended;

  /** Takes the pieces. */
  @FunctionalInterface
  interface Sink {
    /** Takes a piece; gives back another array to fill, of the same length. */
    byte[] take(byte[] piece, int length) throws IOException;
  }

  TarPieces(Sink sink) {
    this.sink = sink;
    this.piece = new byte[LONGEST];
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      long wanted = data > 0 ? data : BLOCK - filled % BLOCK;
      int n = (int) Math.min(Math.min(end - from, LONGEST - filled), wanted);
      System.arraycopy(bytes, from, piece, filled, n);
      filled += n;
      from += n;
      if (data > 0) {
        data -= n;
        if (data == 0) {
          ended();
        }
      } else if (filled % BLOCK == 0) {
        header();
      }
      if (filled == LONGEST) {
        cut(filled);
      }
    }
  }

  /** Gives out what is left. */
  void finish() throws IOException {
    if (filled > 0) {
      cut(filled);
    }
  }

  private void header() throws IOException {
    int at = filled - BLOCK;
    if (!isHeader(at)) {
      return;
    }
    if (!extended) {
      begin = at;
      entry = 0;
    }
    long size = number(at + SIZE, at + SIZE_END);
    byte type = piece[at + TYPE];
    extended = type == 'x' || type == 'g' || type == 'L' || type == 'K';
    hash = hash(at);
    data = (size + BLOCK - 1) / BLOCK * BLOCK;
    entry += BLOCK + data;
    if (data >= USUAL && begin > 0) {
      cut(begin);
    }
    if (data == 0) {
      ended();
    }
  }

  /** Cuts after a file with a likelihood that grows with its size. */
  private void ended() throws IOException {
    if (extended || filled == 0) {
      return;
    }
    if (entry >= USUAL || (hash >>> 1) < Long.MAX_VALUE / USUAL * entry) {
      cut(filled);
    }
  }

  private void cut(int at) throws IOException {
    byte[] next = sink.take(piece, at);
    System.arraycopy(piece, at, next, 0, filled - at);
    piece = next;
    filled -= at;
    begin = Math.max(0, begin - at);
  }

  /** Whether a block has the checksum of a header of a tar (POSIX.1, ustar). */
  private boolean isHeader(int at) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM && i < SUM_END ? ' ' : piece[at + i] & 0xFF;
    }
    return sum != ' ' * (SUM_END - SUM) && number(at + SUM, at + SUM_END) == sum;
  }

  /** An octal number; 0 for anything else, which costs good places to cut at and nothing more. */
  private long number(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = piece[i] - '0';
      if (digit >= 0 && digit < 8) {
        value = value << 3 | digit;
      } else if (piece[i] != ' ' && piece[i] != 0) {
        return 0;
      }
    }
    return value;
  }

  /** Of the name as the header has it. */
  private long hash(int at) {
    long value = hash(at, at + NAME_END, 0xCBF29CE484222325L);
    value = hash(at + PREFIX, at + PREFIX_END, value);
    value = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
    return value ^ value >>> 29;
  }

  private long hash(int from, int to, long start) {
    long value = start;
    for (int i = from; i < to && piece[i] != 0; i++) {
      value = (value ^ piece[i]) * 0x100000001B3L;
    }
    return value;
  }
}
