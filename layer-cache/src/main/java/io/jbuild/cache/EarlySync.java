package io.jbuild.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;

/**
 * Gets a file onto the disk while it is still written, a piece at a time on a thread of its own:
 * else the disk idles until the last byte, and who wrote that waits for all of it.
 */
final class EarlySync {
  private static final long PIECE = 16 << 20;

  private final FileChannel channel;
  private long unsynced;
  private Thread syncing;

  /** The kernel tells a lost write to one sync alone, and that may be an early one. */
  private volatile IOException lost;

  EarlySync(FileChannel channel) {
    this.channel = channel;
  }

  /** So much was written. */
  void written(long bytes) {
    unsynced += bytes;
    if (unsynced >= PIECE && (syncing == null || !syncing.isAlive())) {
      unsynced = 0;
      syncing = Thread.ofPlatform().name("sync").daemon().start(this::sync);
    }
  }

  private void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      lost = e;
    }
  }

  /** Returns once all of the file is on disk. */
  void finish() throws IOException {
    if (syncing != null) {
      try {
        syncing.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a file was written to disk");
      }
    }
    if (lost != null) {
      throw lost;
    }
    channel.force(false);
  }
}
