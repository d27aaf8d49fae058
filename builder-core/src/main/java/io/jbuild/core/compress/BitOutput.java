package io.jbuild.core.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bits into bytes, lowest first as deflate has them (RFC 1951, 3.1.1), in memory. */
final class BitOutput {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  byte[] bytes = new byte[64 << 10];
  int length;
  private long bits;
  private int count;

  void clear() {
    length = 0;
    bits = 0;
    count = 0;
  }

  /** Makes room for so many bytes; to be called before bits are put. */
  void reserve(int more) {
    if (bytes.length - length < more + Long.BYTES) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + Long.BYTES));
    }
  }

  /** At most 48 bits, for which room was made. */
  void put(long value, int width) {
    bits |= value << count;
    count += width;
    LONG.set(bytes, length, bits);
    length += count >>> 3;
    bits >>>= count & ~7;
    count &= 7;
  }

  /** Fills the byte that was begun. */
  void align() {
    put(0, -count & 7);
  }

  void put(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }
}
