package io.jbuild.core.compress;

import io.jbuild.cache.BlobFollower;
import io.jbuild.cache.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Layers that are compressed while they are written, each by a thread of its own. Thread-safe. */
final class EarlyCompression implements Closeable {
  private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();

  private record Begun(BlobFollower layer, Compression compression, Thread thread) {}

  /** Compresses one layer. */
  @FunctionalInterface
  interface Work {
    void compress(BlobFollower layer) throws IOException;
  }

  /** Begins the work on a layer, which is closed by it. */
  void begin(BlobFollower layer, Compression compression, Work work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("compress-early")
            .start(
                () -> {
                  try (layer) {
                    work.compress(layer);
                  } catch (IOException | RuntimeException e) {
                    // It is done once more by who needs it, who then sees this, too.
                  }
                });
    begun.add(new Begun(layer, compression, thread));
  }

  /** Waits for the work on a layer; whether it was begun. */
  boolean await(Digest diffId, Compression compression) throws IOException {
    boolean found = false;
    for (Begun each : begun) {
      if (each.compression.equals(compression) && each.layer.digest().equals(Optional.of(diffId))) {
        join(each.thread);
        found = true;
      }
    }
    return found;
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a layer was compressed");
    }
  }

  /** Gives up what has not come to its end. */
  @Override
  public void close() throws IOException {
    begun.forEach(each -> each.thread.interrupt());
    for (Begun each : begun) {
      join(each.thread);
    }
    begun.clear();
  }
}
