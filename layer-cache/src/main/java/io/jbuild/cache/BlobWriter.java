package io.jbuild.cache;

import java.io.IOException;
import java.io.OutputStream;

/** A blob being written: a temporary file until committed; closed without commit it is deleted. */
public final class BlobWriter extends OutputStream {
  BlobWriter() {}

  /** What was committed. */
  public record Committed(Digest digest, long size) {}

  @Override
  public void write(int b) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Bytes written so far. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  /** Makes the blob visible under the digest of what was written. */
  public Committed commit() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #commit()}, but only if the digest is this one.
   *
   * @throws StoreException when the bytes have another digest; nothing is stored then
   */
  public Committed commit(Digest expected) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
