package io.jbuild.core.registry;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a request carries. It can be read any number of times, since a request may be sent again;
 * but for one of {@link #once}.
 *
 * @param mediaType its {@code Content-Type}
 * @param length in bytes; negative when only its end will tell
 * @param secret whether it must not go to another host than the one it was made for
 */
record Body(String mediaType, long length, boolean secret, Source source) {
  /** Opens the bytes. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** Is told of bytes as they go out; of fewer than none when they have to go out again. */
  @FunctionalInterface
  interface Sent {
    void bytes(long count);
  }

  /** Nothing: of a POST or PUT that carries no bytes. */
  static Body empty() {
    return of("application/octet-stream", new byte[0]);
  }

  static Body of(String mediaType, byte[] bytes) {
    return new Body(mediaType, bytes.length, false, () -> new ByteArrayInputStream(bytes));
  }

  /** A form that holds credentials. */
  static Body form(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Body(
        "application/x-www-form-urlencoded",
        bytes.length,
        true,
        () -> new ByteArrayInputStream(bytes));
  }

  /** A part of a file. */
  static Body part(Path file, long offset, long length, Sent sent) {
    return new Body(
        "application/octet-stream", length, false, () -> new Part(file, offset, length, sent));
  }

  /** Bytes that are still being made, for a request that is not sent again. */
  static Body once(InputStream bytes) {
    var opened = new AtomicBoolean();
    return new Body(
        "application/octet-stream",
        -1,
        false,
        () -> {
          if (opened.getAndSet(true)) {
            throw new IOException("these bytes can be sent once");
          }
          return bytes;
        });
  }

  /** Holds credentials perhaps: not shown. */
  @Override
  public String toString() {
    return (length < 0 ? "some" : length) + " bytes of " + mediaType;
  }

  private static final class Part extends FilterInputStream {
    private final Sent sent;
    private long left;

    Part(Path file, long offset, long length, Sent sent) throws IOException {
      super(Channels.newInputStream(FileChannel.open(file).position(offset)));
      this.left = length;
      this.sent = sent;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = super.read(bytes, offset, (int) Math.min(left, length));
      if (n > 0) {
        left -= n;
        sent.bytes(n);
      }
      return n;
    }
  }
}
