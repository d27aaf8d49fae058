package io.jbuild.core.context;

import io.jbuild.core.layer.Decompression;
import io.jbuild.core.layer.LayerException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.MemoryLimitException;

/**
 * Whether ADD unpacks a file: its bytes, not its name, are those of a tar, plain or compressed with
 * gzip, bzip2, xz or zstd. A compressed file that holds no tar is no archive to ADD.
 */
final class TarProbe {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  private TarProbe() {}

  /** Reads as far as the first header, and closes the file. */
  static boolean isTar(InputStream file) throws IOException {
    try (InputStream plain = Decompression.open(file)) {
      return beginsWithHeader(plain);
    } catch (LayerException e) {
      return false;
    }
  }

  private static boolean beginsWithHeader(InputStream plain) throws IOException {
    try {
      return isHeader(plain.readNBytes(BLOCK));
    } catch (MemoryLimitException e) {
      // It may hold a tar: who unpacks it says what is wrong.
      return true;
    } catch (IOException | RuntimeException e) {
      if (Decompression.isCompressed(plain)) {
        // Damaged. The decoders of bzip2 and xz throw whatever their own arrays do.
        return false;
      }
      throw e;
    }
  }

  /** The sum of all bytes, its own field counted as blanks; old tars summed signed bytes. */
  static boolean isHeader(byte[] block) {
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
