package io.jbuild.core.layer;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Compressed streams, told by their first bytes. */
public final class Decompression {
  private static final int MAGIC = 6;
  private static final int BUFFER = 1 << 16;

  /** Dictionary memory for xz in KiB: what `xz -9` needs, twice. */
  private static final int XZ_MEMORY = 160 * 1024;

  private Decompression() {}

  /**
   * The uncompressed bytes of a plain, gzip, zstd, bzip2 or xz stream, of all its members or
   * frames. Closing it closes {@code in}.
   *
   * @throws LayerException when the compressed data is damaged at its very beginning; the stream
   *     itself throws it when more comes of it than of an honest one
   */
  public static InputStream open(InputStream in) throws IOException {
    return open(in, UnpackBounds.ofThisProcess());
  }

  static InputStream open(InputStream in, UnpackBounds bounds) throws IOException {
    var growth = new Growth(bounds);
    var buffered = new PeekingStream(in, growth);
    buffered.mark(MAGIC);
    byte[] magic = buffered.readNBytes(MAGIC);
    buffered.reset();
    try {
      if (isGzip(magic)) {
        return new Decoded(new GZIPInputStream(buffered, BUFFER), growth);
      }
      if (isZstd(magic)) {
        return new Decoded(new ZstdInputStream(buffered), growth);
      }
      if (isBzip2(magic)) {
        return new Decoded(new BZip2CompressorInputStream(buffered, true), growth);
      }
      if (isXz(magic)) {
        return new Decoded(new XZInputStream(buffered, XZ_MEMORY), growth);
      }
    } catch (EOFException e) {
      throw new LayerException("the archive ends in the middle of its compressed data", e);
    } catch (IOException e) {
      if (isDamage(e)) {
        throw new LayerException("the archive's compressed data is damaged: " + e.getMessage(), e);
      }
      throw e;
    } catch (RuntimeException e) {
      // The decoders of bzip2 and xz are not made for hostile bytes.
      throw new LayerException("the archive's compressed data is damaged", e);
    }
    return buffered;
  }

  /** Whether a stream of {@link #open} does more than to pass the bytes on. */
  public static boolean isCompressed(InputStream opened) {
    return !(opened instanceof PeekingStream);
  }

  /** Whether the first bytes of a stream are those of a compressed one. */
  public static boolean isCompressed(byte[] head) {
    return isGzip(head) || isZstd(head) || isBzip2(head) || isXz(head);
  }

  private static boolean isGzip(byte[] magic) {
    return starts(magic, 0x1F, 0x8B);
  }

  private static boolean isZstd(byte[] magic) {
    return starts(magic, 0x28, 0xB5, 0x2F, 0xFD) || isSkippableFrame(magic);
  }

  private static boolean isBzip2(byte[] magic) {
    return starts(magic, 'B', 'Z', 'h');
  }

  private static boolean isXz(byte[] magic) {
    return starts(magic, 0xFD, '7', 'z', 'X', 'Z', 0);
  }

  /** Whether an exception tells of the data, not of the reading. */
  static boolean isDamage(IOException e) {
    return e instanceof ZipException
        || e instanceof ZstdIOException
        || e instanceof XZIOException
        || e.getStackTrace().length > 0
            && e.getStackTrace()[0].getClassName().startsWith("org.apache.commons.compress");
  }

  /** Frames 0x184D2A50 to 5F, which may come first (zstd RFC 8878, 3.1.2). */
  private static boolean isSkippableFrame(byte[] magic) {
    return magic.length >= 4 && (magic[0] & 0xF0) == 0x50 && starts(tail(magic), 0x2A, 0x4D, 0x18);
  }

  private static byte[] tail(byte[] magic) {
    return Arrays.copyOfRange(magic, 1, magic.length);
  }

  private static boolean starts(byte[] magic, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (i >= magic.length || (magic[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A stream whose {@code available} is 0 only at its end: GZIPInputStream asks it whether another
   * member follows.
   */
  private static final class PeekingStream extends FilterInputStream {
    private PeekingStream(InputStream in, Growth growth) {
      super(new BufferedInputStream(new Counted(in, growth::in), BUFFER));
    }

    @Override
    public int available() throws IOException {
      in.mark(1);
      int next = in.read();
      if (next < 0) {
        return 0;
      }
      in.reset();
      return Math.max(1, in.available());
    }
  }

  /** What a decoder gives. */
  private static final class Decoded extends Counted {
    private Decoded(InputStream decoder, Growth growth) {
      super(decoder, growth::out);
    }
  }

  /** A stream whose bytes are counted. */
  private static class Counted extends FilterInputStream {
    private final Count count;

    @FunctionalInterface
    interface Count {
      void add(long bytes) throws LayerException;
    }

    private Counted(InputStream in, Count count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      if (read >= 0) {
        count.add(1);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read > 0) {
        count.add(read);
      }
      return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = in.skip(wanted);
      count.add(skipped);
      return skipped;
    }
  }
}
