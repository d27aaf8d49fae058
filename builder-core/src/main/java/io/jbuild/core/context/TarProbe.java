package io.jbuild.core.context;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Whether ADD unpacks a file: its bytes, not its name, are those of a tar, plain or compressed with
 * gzip, bzip2, xz or zstd. A compressed file that holds no tar is no archive to ADD.
 */
final class TarProbe {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  private TarProbe() {}

  /** Reads as far as the first header. */
  static boolean isTar(InputStream file) throws IOException {
    var in = new BufferedInputStream(file, 1 << 16);
    in.mark(8);
    byte[] magic = in.readNBytes(6);
    in.reset();
    if (!isCompressed(magic)) {
      return isHeader(in.readNBytes(BLOCK));
    }
    try (InputStream plain = decompress(in, magic)) {
      return isHeader(plain.readNBytes(BLOCK));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isCompressed(byte[] magic) {
    return isGzip(magic) || isBzip2(magic) || isXz(magic) || isZstd(magic);
  }

  private static InputStream decompress(InputStream in, byte[] magic) throws IOException {
    if (isGzip(magic)) {
      return new GZIPInputStream(in);
    }
    if (isBzip2(magic)) {
      return new BZip2CompressorInputStream(in);
    }
    return isXz(magic) ? new XZInputStream(in) : new ZstdInputStream(in);
  }

  private static boolean isGzip(byte[] magic) {
    return starts(magic, 0x1F, 0x8B, 8);
  }

  private static boolean isBzip2(byte[] magic) {
    return starts(magic, 'B', 'Z', 'h');
  }

  private static boolean isXz(byte[] magic) {
    return starts(magic, 0xFD, '7', 'z', 'X', 'Z', 0);
  }

  private static boolean isZstd(byte[] magic) {
    return starts(magic, 0x28, 0xB5, 0x2F, 0xFD);
  }

  private static boolean starts(byte[] magic, int... bytes) {
    if (magic.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((magic[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, its own field counted as blanks; old tars summed signed bytes. */
  private static boolean isHeader(byte[] block) {
    if (block.length < BLOCK) {
      return false;
    }
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    long stored = octal(block);
    return stored > 0 && (stored == unsigned || stored == signed);
  }

  private static long octal(byte[] block) {
    long value = 0;
    boolean any = false;
    for (int i = CHECKSUM; i < CHECKSUM_END; i++) {
      byte b = block[i];
      if (b >= '0' && b <= '7') {
        value = value * 8 + b - '0';
        any = true;
      } else if (b != ' ' && b != 0) {
        return -1;
      } else if (any) {
        return value;
      }
    }
    return any ? value : -1;
  }
}
