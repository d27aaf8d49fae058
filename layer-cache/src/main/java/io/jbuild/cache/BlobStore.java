package io.jbuild.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Blobs by digest, one file each, named by its hex digits: {@code blobs/sha256} of an OCI layout.
 */
public final class BlobStore {
  private final Path directory;

  BlobStore(Path directory) {
    this.directory = directory;
  }

  /** Blobs of any OCI layout; {@code temporary} is a folder on the same filesystem. */
  public static BlobStore at(Path directory, Path temporary) {
    throw new UnsupportedOperationException();
  }

  public boolean has(Digest digest) {
    throw new UnsupportedOperationException();
  }

  /** Where the blob lies or would lie. */
  public Path path(Digest digest) {
    return directory.resolve(digest.hex());
  }

  /** Its size in bytes; NoSuchFileException if it is not there. */
  public long size(Digest digest) throws IOException {
    throw new UnsupportedOperationException();
  }

  public InputStream open(Digest digest) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All bytes of a small blob (a manifest, a config). */
  public byte[] read(Digest digest) throws IOException {
    throw new UnsupportedOperationException();
  }

  public Digest put(byte[] bytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  public BlobWriter newBlob() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** A blob whose writer hashes it already: only {@code commit(digest)} works, and trusts it. */
  public BlobWriter newHashedBlob() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Whether it was there. */
  public boolean delete(Digest digest) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** All blobs, in no order. */
  public List<Digest> list() throws IOException {
    throw new UnsupportedOperationException();
  }
}
