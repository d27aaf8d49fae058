package io.jbuild.core.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of a file out of those that are stored of it, the holes filled with zeros. */
final class SparseStream extends InputStream {
  private final Stored stored;
  private final SparseMap map;
  private long position;
  private int piece;

  /** The stored bytes, as {@link InputStream#read(byte[], int, int)} gives them. */
  @FunctionalInterface
  interface Stored {
    int read(byte[] bytes, int offset, int length) throws IOException;
  }

  SparseStream(Stored stored, SparseMap map) {
    this.stored = stored;
    this.map = map;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (piece < map.pieces().size()) {
      SparseMap.Piece next = map.pieces().get(piece);
      if (position < next.offset()) {
        return zeros(bytes, offset, length, next.offset());
      }
      long left = next.offset() + next.length() - position;
      if (left == 0) {
        piece++;
        continue;
      }
      int read = stored.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw TarInput.truncated("a file of " + map.size() + " bytes");
      }
      position += read;
      return read;
    }
    return position < map.size() ? zeros(bytes, offset, length, map.size()) : -1;
  }

  private int zeros(byte[] bytes, int offset, int length, long until) {
    int count = (int) Math.min(length, until - position);
    Arrays.fill(bytes, offset, offset + count, (byte) 0);
    position += count;
    return count;
  }
}
