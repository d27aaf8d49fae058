package io.jbuild.core.context;

import io.jbuild.core.layer.ContentSource;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files of archives, one after the other in a temporary file: a tar can be read only forward,
 * and a layer wants its files in the order of their paths.
 */
final class ArchiveSpool implements Closeable {
  private final Path temporary;
  private Path file;
  private FileChannel channel;
  private OutputStream out;
  private long length;

  /**
   * @param temporary an existing folder
   */
  ArchiveSpool(Path temporary) {
    this.temporary = temporary;
  }

  /** Bytes in the spool. */
  record Slice(long offset, long length) {}

  Slice add(InputStream content) throws IOException {
    if (channel == null) {
      file = Files.createTempFile(temporary, "add-", ".spool");
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 17);
    }
    long offset = length;
    length += content.transferTo(out);
    return new Slice(offset, length - offset);
  }

  /** After the last file: what was added can be read from here on. */
  void finish() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  ContentSource source(Slice slice) {
    return () -> new SliceStream(channel, slice.offset(), slice.length());
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      Files.deleteIfExists(file);
    }
  }

  private static final class SliceStream extends InputStream {
    private final FileChannel channel;
    private long position;
    private long left;

    SliceStream(FileChannel channel, long position, long left) {
      this.channel = channel;
      this.position = position;
      this.left = left;
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
      if (left == 0) {
        return -1;
      }
      var buffer = ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left));
      int n = channel.read(buffer, position);
      if (n > 0) {
        position += n;
        left -= n;
      }
      return n;
    }
  }
}
