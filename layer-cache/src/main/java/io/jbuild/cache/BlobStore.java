package io.jbuild.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Blobs by digest, one file each, named by its hex digits: {@code blobs/sha256} of an OCI layout. A
 * blob is whole from the moment it can be seen. Thread-safe, and safe among processes.
 */
public final class BlobStore {
  private final Path directory;
  private final TemporaryFiles temporary;
  private final Uses uses;

  BlobStore(Path directory, TemporaryFiles temporary, Uses uses) {
    this.directory = directory;
    this.temporary = temporary;
    this.uses = uses;
  }

  /**
   * Blobs of any OCI layout. Both directories exist; {@code temporary} is on the same filesystem
   * and for this process alone.
   */
  public static BlobStore at(Path directory, Path temporary) {
    return new BlobStore(directory, new TemporaryFiles(temporary), Uses.UNCOLLECTED);
  }

  /** Whether it is there now; a collector may take it the next moment. */
  public boolean has(Digest digest) {
    return Files.exists(path(digest));
  }

  /** Whether it is there; if so it stays for as long as this process has the store open. */
  public boolean claim(Digest digest) throws IOException {
    return uses.mark(path(digest));
  }

  /** Where the blob lies or would lie. */
  public Path path(Digest digest) {
    return directory.resolve(digest.hex());
  }

  /** Its size in bytes; NoSuchFileException if it is not there. */
  public long size(Digest digest) throws IOException {
    return Files.size(path(digest));
  }

  /** Its bytes, unbuffered; NoSuchFileException if it is not there. */
  public InputStream open(Digest digest) throws IOException {
    return Files.newInputStream(path(digest));
  }

  /** All bytes of a small blob (a manifest, a config); NoSuchFileException if it is not there. */
  public byte[] read(Digest digest) throws IOException {
    return Files.readAllBytes(path(digest));
  }

  /** Stores the bytes; nothing is written if they are there. */
  public Digest put(byte[] bytes) throws IOException {
    Digest digest = Digest.of(bytes);
    if (!claim(digest)) {
      try (BlobWriter writer = newHashedBlob()) {
        writer.write(bytes);
        writer.commit(digest);
      }
    }
    return digest;
  }

  public BlobWriter newBlob() throws IOException {
    return new BlobWriter(this, temporary.next("blob"), true);
  }

  /** A blob whose writer hashes it already: only {@code commit(digest)} works, and trusts it. */
  public BlobWriter newHashedBlob() throws IOException {
    return new BlobWriter(this, temporary.next("blob"), false);
  }

  /** Whether it was there. */
  public boolean delete(Digest digest) throws IOException {
    return Files.deleteIfExists(path(digest));
  }

  /** All blobs, in no order. */
  public List<Digest> list() throws IOException {
    return digests(directory);
  }

  /** The names in a directory that are the hex digits of a digest. */
  static List<Digest> digests(Path directory) throws IOException {
    var digests = new ArrayList<Digest>();
    if (!Files.isDirectory(directory)) {
      return digests;
    }
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = "sha256:" + file.getFileName();
        if (Digest.isValid(name)) {
          digests.add(Digest.parse(name));
        }
      }
    }
    return digests;
  }
}
