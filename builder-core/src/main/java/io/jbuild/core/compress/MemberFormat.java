package io.jbuild.core.compress;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Makes of a piece of memory a compressed whole: a gzip member (RFC 1952) or a zstd frame (RFC
 * 8878). Such wholes put together are the pieces put together, for every reader of either. The same
 * piece gives the same bytes everywhere; those of other gzip levels than the usual one depend on
 * the zlib of the Java runtime. Not thread-safe.
 */
sealed interface MemberFormat extends Closeable {
  /** Names the way layers are cut and compressed, for those who keep results. */
  String FORM = "m1";

  byte[] compress(byte[] piece, int length);

  @Override
  void close();

  /** One for a compression that is one. */
  static MemberFormat of(Compression compression) {
    return switch (compression.kind()) {
      case GZIP ->
          compression.equals(Compression.GZIP) ? new Fast() : new Zlib(compression.level());
      case ZSTD -> new Zstd(compression.level());
      case UNCOMPRESSED -> throw new IllegalArgumentException("no compression");
    };
  }

  /** Our own gzip. */
  final class Fast implements MemberFormat {
    private final Deflate deflate = new Deflate();
    private final BitOutput out = new BitOutput();

    @Override
    public byte[] compress(byte[] piece, int length) {
      out.clear();
      GzipFrame.begin(out, 0);
      deflate.deflate(piece, length, out);
      GzipFrame.end(out, piece, length);
      return Arrays.copyOf(out.bytes, out.length);
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  /** Gzip of the Java runtime. */
  final class Zlib implements MemberFormat {
    private static final int BUFFER = 64 << 10;

    private final Deflater deflater;
    private final int extra;
    private final BitOutput out = new BitOutput();

    Zlib(int level) {
      this.deflater = new Deflater(level, true);
      this.extra = level == 9 ? 2 : level == 1 ? 4 : 0;
    }

    @Override
    public byte[] compress(byte[] piece, int length) {
      out.clear();
      GzipFrame.begin(out, extra);
      deflater.reset();
      deflater.setInput(piece, 0, length);
      deflater.finish();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        out.put(buffer, 0, deflater.deflate(buffer));
      }
      GzipFrame.end(out, piece, length);
      return Arrays.copyOf(out.bytes, out.length);
    }

    @Override
    public void close() {
      deflater.close();
    }
  }

  /** Frames with a checksum. */
  final class Zstd implements MemberFormat {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] buffer = new byte[0];

    Zstd(int level) {
      context.setLevel(level);
      context.setChecksum(true);
    }

    @Override
    public byte[] compress(byte[] piece, int length) {
      int bound = (int) com.github.luben.zstd.Zstd.compressBound(length);
      if (buffer.length < bound) {
        buffer = new byte[bound];
      }
      int n = context.compressByteArray(buffer, 0, buffer.length, piece, 0, length);
      return Arrays.copyOf(buffer, n);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
