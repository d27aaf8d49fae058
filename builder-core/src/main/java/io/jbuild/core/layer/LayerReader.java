package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a layer blob or any tar, plain or compressed (gzip, zstd, bzip2, xz, told by its bytes).
 */
public final class LayerReader implements Closeable {
  /** Which symlinks are taken. */
  public enum Links {
    /** Any target: a layer. */
    ANY,
    /** A relative target that leads out of the tar's root is refused: `ADD` of a tar. */
    INSIDE
  }

  /** The stream is closed with the reader. */
  public LayerReader(InputStream blob, Links links) throws IOException {
    blob.getClass();
    links.getClass();
  }

  /** The next entry in the order of the tar, its path cleaned; nothing at the end. */
  public Optional<Entry> next() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The bytes of the entry that {@link #next} returned last; ends with the entry. */
  public InputStream content() {
    throw new UnsupportedOperationException();
  }

  /** After the last entry: the digest of the whole uncompressed stream. */
  public Digest diffId() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** After the last entry: the length of the whole uncompressed stream. */
  public long size() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
