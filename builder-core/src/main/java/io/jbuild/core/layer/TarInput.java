package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** The uncompressed bytes of a tar, hashed and counted as they are read. */
final class TarInput implements Closeable {
  private final InputStream in;
  private final Growth growth;
  private final MessageDigest sha256 = Digest.sha256();
  private final byte[] scratch = new byte[1 << 16];
  private long position;

  TarInput(InputStream in, Growth growth) {
    this.in = in;
    this.growth = growth;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** As {@link InputStream#read(byte[], int, int)}. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (EOFException e) {
      throw new LayerException("the archive ends in the middle of its compressed data", e);
    } catch (LayerException e) {
      throw e;
    } catch (IOException e) {
      if (Decompression.isDamage(e)) {
        throw new LayerException("the archive's compressed data is damaged: " + e.getMessage(), e);
      }
      throw e;
    } catch (RuntimeException e) {
      // The decoders of bzip2 and xz are not made for hostile bytes.
      throw new LayerException("the archive's compressed data is damaged", e);
    }
    if (read > 0) {
      growth.in(read);
      growth.out(read);
      sha256.update(bytes, offset, read);
      position += read;
    }
    return read;
  }

  /** The next bytes, fewer only at the end of the stream. */
  byte[] readUpTo(int length) throws IOException {
    byte[] bytes = new byte[length];
    int got = 0;
    while (got < length) {
      int read = read(bytes, got, length - got);
      if (read < 0) {
        return Arrays.copyOf(bytes, got);
      }
      got += read;
    }
    return bytes;
  }

  byte[] readFully(int length, String what) throws IOException {
    byte[] bytes = readUpTo(length);
    if (bytes.length < length) {
      throw truncated(what);
    }
    return bytes;
  }

  void skipFully(long length, String what) throws IOException {
    long left = length;
    while (left > 0) {
      int read = read(scratch, 0, (int) Math.min(scratch.length, left));
      if (read < 0) {
        throw truncated(what);
      }
      left -= read;
    }
  }

  void drain() throws IOException {
    while (read(scratch, 0, scratch.length) >= 0) {
      continue;
    }
  }

  static LayerException truncated(String what) {
    return new LayerException("the archive is cut off in " + what);
  }

  Digest digest() {
    return Digest.finish(sha256);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
