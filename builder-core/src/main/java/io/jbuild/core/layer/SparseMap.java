package io.jbuild.core.layer;

import java.util.ArrayList;
import java.util.List;

/** Where the bytes of a sparse file lie; between them are zeros. */
final class SparseMap {
  private static final int MOST_PIECES = 1 << 20;

  /** {@code length} stored bytes that stand at {@code offset}. */
  record Piece(long offset, long length) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final long size;

  SparseMap(long size) {
    this.size = size;
  }

  /** The map of a file without holes. */
  static SparseMap whole(long size) {
    var map = new SparseMap(size);
    map.pieces.add(new Piece(0, size));
    return map;
  }

  long size() {
    return size;
  }

  List<Piece> pieces() {
    return pieces;
  }

  void add(long offset, long length, String name) throws LayerException {
    long end = pieces.isEmpty() ? 0 : pieces.getLast().offset() + pieces.getLast().length();
    if (offset < end || length < 0 || offset > size - length || pieces.size() == MOST_PIECES) {
      throw broken(name);
    }
    pieces.add(new Piece(offset, length));
  }

  void check(long stored, String name) throws LayerException {
    long sum = 0;
    for (Piece piece : pieces) {
      sum += piece.length();
    }
    if (sum != stored) {
      throw broken(name);
    }
  }

  static LayerException broken(String name) {
    return new LayerException("the map of sparse file `" + name + "` makes no sense");
  }
}
