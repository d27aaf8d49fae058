package io.jbuild.core.compress;

import io.jbuild.cache.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Compresses a tar piece by piece, several at a time, and writes the members one after the other:
 * the same bytes for any number of threads. Members that are known are taken as they are. Not
 * thread-safe; {@link #close} ends its threads, and closes nothing else.
 */
public final class MemberOutput implements Closeable {
  private final OutputStream out;
  private final Compression compression;
  private final KnownMembers known;
  private final KnownMembers.Listing listing;
  private final TarPieces pieces = new TarPieces(this::submit);
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Future<Member>> running = new ArrayDeque<>();
  private final Queue<MemberFormat> idle = new ConcurrentLinkedQueue<>();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private boolean begun;

  private record Member(byte[] sha256, byte[] bytes, byte[] piece) {}

  /**
   * Writes to a stream.
   *
   * @param count how many pieces are compressed at a time
   */
  MemberOutput(
      OutputStream out,
      Compression compression,
      KnownMembers known,
      KnownMembers.Listing listing,
      int count) {
    this.out = out;
    this.compression = compression;
    this.known = known;
    this.listing = listing;
    this.ahead = count + 1;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("compress-", 0).factory());
  }

  /** One that knows no members and keeps none. */
  public static MemberOutput unremembered(OutputStream out, Compression compression, int count) {
    return new MemberOutput(out, compression, KnownMembers.NONE, new KnownMembers.Listing(), count);
  }

  /** Takes the next bytes of the tar. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    pieces.write(bytes, offset, length);
  }

  /** Writes all that is left. */
  public void finish() throws IOException {
    pieces.finish();
    if (!begun) {
      submit(new byte[0], 0);
    }
    while (!running.isEmpty()) {
      writeFirst();
    }
  }

  private byte[] submit(byte[] piece, int length) throws IOException {
    begun = true;
    running.addLast(threads.submit(() -> member(piece, length)));
    if (running.size() > ahead) {
      writeFirst();
    }
    byte[] next = free.pollFirst();
    return next == null ? new byte[TarPieces.LONGEST] : next;
  }

  private Member member(byte[] piece, int length) throws IOException {
    var sha256 = Digest.sha256();
    sha256.update(piece, 0, length);
    byte[] content = sha256.digest();
    byte[] bytes = known.find(content).orElse(null);
    if (bytes == null) {
      MemberFormat format = idle.poll();
      format = format == null ? MemberFormat.of(compression) : format;
      bytes = format.compress(piece, length);
      idle.add(format);
    }
    return new Member(content, bytes, piece);
  }

  private void writeFirst() throws IOException {
    try {
      Member member = running.removeFirst().get();
      out.write(member.bytes);
      listing.add(member.sha256, member.bytes);
      free.addLast(member.piece);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // A format that is at work must not be closed under it.
      threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    idle.forEach(MemberFormat::close);
  }
}
