package io.jbuild.core.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes one gzip member (RFC 1952) whose data is deflated in blocks, several at a time. The blocks
 * have a fixed size and each is deflated with the end of the one before as its dictionary, so the
 * bytes are the same for any number of threads, and hardly more than those of one stream. They do
 * depend on the zlib of the Java runtime.
 *
 * <p>Not thread-safe. Closing it ends its threads and closes the stream below.
 */
public final class BlockGzip extends OutputStream {
  /** Part of what decides the bytes: a change of it is a change of {@link #FORM}. */
  private static final int BLOCK = 512 << 10;

  /** Names the way blocks are made, for those who keep results. */
  static final String FORM = "b1";

  private static final int DICTIONARY = 32 << 10;
  private static final byte UNKNOWN_SYSTEM = (byte) 0xFF;

  private final OutputStream out;
  private final int level;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Future<byte[]>> running = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private byte[] block = new byte[BLOCK];
  private int filled;
  private byte[] dictionary = new byte[0];
  private long size;
  private boolean closed;

  /**
   * Writes the header.
   *
   * @param level 0 to 9
   * @param threads how many blocks are deflated at a time
   */
  public BlockGzip(OutputStream out, int level, int threads) throws IOException {
    this.out = out;
    this.level = level;
    this.ahead = threads + 1;
    byte extra = (byte) (level == 9 ? 2 : level == 1 ? 4 : 0);
    out.write(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, extra, UNKNOWN_SYSTEM});
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("gzip-", 0).factory());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    int from = offset;
    int left = length;
    while (left > 0) {
      int n = Math.min(left, BLOCK - filled);
      System.arraycopy(bytes, from, block, filled, n);
      filled += n;
      from += n;
      left -= n;
      if (filled == BLOCK) {
        submit();
      }
    }
  }

  private void submit() throws IOException {
    byte[] data = block;
    int length = filled;
    byte[] before = dictionary;
    running.addLast(threads.submit(() -> deflate(data, length, before)));
    dictionary = tail(data, length);
    block = new byte[BLOCK];
    filled = 0;
    if (running.size() > ahead) {
      writeFirst();
    }
  }

  private static byte[] tail(byte[] data, int length) {
    int n = Math.min(DICTIONARY, length);
    byte[] tail = new byte[n];
    System.arraycopy(data, length - n, tail, 0, n);
    return tail;
  }

  /** Ends at a byte boundary ({@code SYNC_FLUSH}), so that blocks can be put together. */
  private byte[] deflate(byte[] data, int length, byte[] before) {
    try (Deflater deflater = new Deflater(level, true)) {
      if (before.length > 0) {
        deflater.setDictionary(before);
      }
      deflater.setInput(data, 0, length);
      var compressed = new ByteArrayOutputStream(length / 2 + 1024);
      byte[] buffer = new byte[64 << 10];
      int n;
      do {
        n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        compressed.write(buffer, 0, n);
      } while (n == buffer.length);
      return compressed.toByteArray();
    }
  }

  private void writeFirst() throws IOException {
    try {
      out.write(running.removeFirst().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Writes all that is left and the trailer, and closes the stream below. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (filled > 0) {
        submit();
      }
      while (!running.isEmpty()) {
        writeFirst();
      }
      byte[] end = new byte[10];
      end[0] = 3; // an empty last block
      littleEndian(end, 2, crc.getValue());
      littleEndian(end, 6, size);
      out.write(end);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void littleEndian(byte[] bytes, int at, long value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
