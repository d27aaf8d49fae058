package io.jbuild.core.shared;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Cuts a stream where its content says so: where the same bytes come again, at whatever place, the
 * cuts are the same, but for those next to a change. Pieces have 512 KiB to 8 MiB, 2 MiB mostly.
 */
final class Chunker extends OutputStream {
  private static final int LEAST = 512 << 10;
  private static final int MOST = 8 << 20;
  private static final long MASK = (1L << 21) - 1 << 40;
  private static final long[] GEAR = gear();

  private final Pieces pieces;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(LEAST);
  private long hash;

  /** Is given each piece as it is complete. */
  @FunctionalInterface
  interface Pieces {
    void piece(byte[] bytes) throws IOException;
  }

  Chunker(Pieces pieces) {
    this.pieces = pieces;
  }

  /** Any fixed numbers without a pattern will do; other ones would cut elsewhere. */
  private static long[] gear() {
    long[] numbers = new long[256];
    long state = 0x6a62756b69742d31L;
    for (int i = 0; i < numbers.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      numbers[i] = mixed ^ (mixed >>> 31);
    }
    return numbers;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
      int size = piece.size() + i + 1 - from;
      if (size >= MOST || (size >= LEAST && (hash & MASK) == 0)) {
        piece.write(bytes, from, i + 1 - from);
        from = i + 1;
        cut();
      }
    }
    piece.write(bytes, from, offset + length - from);
  }

  private void cut() throws IOException {
    pieces.piece(piece.toByteArray());
    piece.reset();
    hash = 0;
  }

  @Override
  public void close() throws IOException {
    if (piece.size() > 0) {
      cut();
    }
  }
}
