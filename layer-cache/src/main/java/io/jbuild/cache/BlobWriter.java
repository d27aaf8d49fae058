package io.jbuild.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A blob being written: a temporary file until committed; closed without commit it is deleted. It
 * does not buffer: give it big pieces.
 */
public final class BlobWriter extends OutputStream {
  private final BlobStore store;
  private final Path temporary;
  private final FileChannel channel;
  private final MessageDigest sha256;
  private final Written written = new Written();
  private long size;
  private boolean done;

  /** A writer without a hash of its own trusts the digest it is committed with. */
  BlobWriter(BlobStore store, Path temporary, boolean hashing) throws IOException {
    this.store = store;
    this.temporary = temporary;
    this.sha256 = hashing ? Digest.sha256() : null;
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Is told of a blob before its first byte is written, and may follow it. */
  @FunctionalInterface
  public interface Reader {
    /** Looks away. */
    Reader NONE = blob -> {};

    void begins(BlobWriter blob) throws IOException;
  }

  /** What was committed. */
  public record Committed(Digest digest, long size) {}

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (sha256 != null) {
      sha256.update(bytes, offset, length);
    }
    var buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    size += length;
    written.upTo(size);
  }

  /**
   * A reader of all that is written from the first byte on, which waits for what is still to come.
   *
   * @throws IOException when the file cannot be opened
   */
  public BlobFollower follow() throws IOException {
    return new BlobFollower(FileChannel.open(temporary, StandardOpenOption.READ), written);
  }

  /** Bytes written so far. */
  public long size() {
    return size;
  }

  /**
   * Makes the blob visible under the digest of what was written.
   *
   * @throws IllegalStateException for a writer of {@link BlobStore#newHashedBlob}
   */
  public Committed commit() throws IOException {
    if (sha256 == null) {
      throw new IllegalStateException("this blob is hashed by its writer");
    }
    return publish(Digest.finish(sha256));
  }

  /**
   * As {@link #commit()}, but only if the digest is this one.
   *
   * @throws StoreException when the bytes have another digest; nothing is stored then
   */
  public Committed commit(Digest expected) throws IOException {
    if (sha256 != null) {
      Digest actual = Digest.finish(sha256);
      if (!actual.equals(expected)) {
        close();
        throw new StoreException(
            "the " + size + " bytes received have digest `" + actual + "`, not `" + expected + "`");
      }
    }
    return publish(expected);
  }

  private Committed publish(Digest digest) throws IOException {
    if (done) {
      throw new IllegalStateException("already committed or closed");
    }
    written.ended(digest);
    channel.close();
    Files.move(temporary, store.path(digest), StandardCopyOption.ATOMIC_MOVE);
    done = true;
    return new Committed(digest, size);
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      written.abandoned();
      channel.close();
      Files.deleteIfExists(temporary);
    }
  }
}
