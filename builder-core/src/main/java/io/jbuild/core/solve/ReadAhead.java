package io.jbuild.core.solve;

import io.jbuild.core.context.CopyEntry;
import io.jbuild.core.layer.ContentSource;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The contents of a layer's entries in order. Small files are opened, read and hashed by a thread
 * of its own, a few megabytes ahead of who writes them down; big ones are left to the writer. What
 * fails, fails where the writer comes to it.
 */
final class ReadAhead implements AutoCloseable {
  /** Fewer entries than this are not worth a thread. */
  private static final int FEW = 64;

  private static final long SMALL = 1 << 18;
  private static final int BATCH_ENTRIES = 64;
  private static final long BATCH_BYTES = 1 << 20;
  private static final int BATCHES = 8;

  private final Iterator<CopyEntry> entries;
  private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(BATCHES);
  private final Thread reader;
  private Iterator<ContentSource> batch = List.<ContentSource>of().iterator();
  private Throwable failed;

  /**
   * Contents of entries that follow each other.
   *
   * @param failure why there is no more after them; null if nothing failed
   */
  private record Batch(List<ContentSource> contents, Throwable failure) {}

  private ReadAhead(List<CopyEntry> entries) {
    this.entries = entries.iterator();
    this.reader =
        entries.size() < FEW
            ? null
            : Thread.ofPlatform().name("read-ahead").daemon().start(this::read);
  }

  static ReadAhead of(List<CopyEntry> entries) {
    return new ReadAhead(entries);
  }

  /** The content of the next entry. */
  ContentSource next() throws IOException {
    if (reader == null) {
      return entries.next().content();
    }
    while (!batch.hasNext()) {
      if (failed != null) {
        throw failure(failed);
      }
      Batch next = take();
      batch = next.contents().iterator();
      failed = next.failure();
    }
    return batch.next();
  }

  private Batch take() throws IOException {
    try {
      return ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were read");
    }
  }

  private static IOException failure(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    };
  }

  private void read() {
    try {
      Batch next = new Batch(List.of(), null);
      while (entries.hasNext() && next.failure() == null) {
        next = readBatch();
        ready.put(next);
      }
    } catch (InterruptedException e) {
      // Nobody waits for more.
    }
  }

  private Batch readBatch() {
    List<ContentSource> contents = new ArrayList<>(BATCH_ENTRIES);
    long bytes = 0;
    try {
      while (entries.hasNext() && contents.size() < BATCH_ENTRIES && bytes < BATCH_BYTES) {
        CopyEntry copied = entries.next();
        Entry entry = copied.entry();
        if (entry.type() == EntryType.FILE && entry.size() <= SMALL) {
          contents.add(bytes(copied));
          bytes += entry.size();
        } else {
          contents.add(copied.content());
        }
      }
      return new Batch(contents, null);
    } catch (IOException | RuntimeException | Error e) {
      return new Batch(contents, e);
    }
  }

  /** As many bytes as there should be; one more or less where the file has changed. */
  private static ContentSource bytes(CopyEntry copied) throws IOException {
    byte[] bytes = new byte[(int) copied.entry().size()];
    try (InputStream in = copied.content().open()) {
      // Not readNBytes: that of a file asks the kernel for its size and place first.
      int length = 0;
      while (length < bytes.length) {
        int read = in.read(bytes, length, bytes.length - length);
        if (read < 0) {
          return FileBytes.of(Arrays.copyOf(bytes, length));
        }
        length += read;
      }
      return FileBytes.of(in.read() < 0 ? bytes : Arrays.copyOf(bytes, length + 1));
    }
  }

  /** Ends the thread; the files that it has not read stay unread. */
  @Override
  public void close() {
    if (reader != null) {
      reader.interrupt();
    }
  }
}
