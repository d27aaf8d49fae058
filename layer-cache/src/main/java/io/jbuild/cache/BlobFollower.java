package io.jbuild.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Reads a blob while it is written. The end of the stream is the end of a blob that its writer has
 * committed; of one that was given up, reading fails. To be used by one thread.
 */
public final class BlobFollower extends InputStream {
  private final FileChannel channel;
  private final Written written;
  private long position;

  BlobFollower(FileChannel channel, Written written) {
    this.channel = channel;
    this.written = written;
  }

  /** The digest with which the blob was committed; nothing before. */
  public Optional<Digest> digest() {
    return written.digest();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    long ready = written.beyond(position) - position;
    if (ready == 0) {
      return -1;
    }
    int n = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, ready)), position);
    if (n < 0) {
      throw new IOException("a blob became shorter while it was written");
    }
    position += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
