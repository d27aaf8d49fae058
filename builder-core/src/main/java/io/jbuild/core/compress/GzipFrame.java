package io.jbuild.core.compress;

import java.util.zip.CRC32;

/** What stands around deflated bytes in a gzip member (RFC 1952). */
final class GzipFrame {
  private static final byte UNKNOWN_SYSTEM = (byte) 0xFF;

  private GzipFrame() {}

  static void begin(BitOutput out, int extra) {
    byte[] header = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, (byte) extra, UNKNOWN_SYSTEM};
    out.put(header, 0, header.length);
  }

  static void end(BitOutput out, byte[] piece, int length) {
    var crc = new CRC32();
    crc.update(piece, 0, length);
    out.reserve(Long.BYTES);
    out.put(crc.getValue(), Integer.SIZE);
    out.put(length, Integer.SIZE);
  }
}
