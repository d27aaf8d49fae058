package io.jbuild.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This process's locks on a store, as record locks on single bytes of its {@code lock} file: the
 * kernel ends them with the process, however that ends.
 *
 * <ul>
 *   <li>byte 0: shared by everyone who has the store open, exclusive while something is collected;
 *   <li>byte 1: who wants byte 0 exclusively, so that nobody can come between when a collector
 *       gives up its shared lock for an exclusive one;
 *   <li>a byte from 1024 on: the owner of the folder of that number in {@code tmp/}.
 * </ul>
 *
 * Record locks belong to a process and end when it closes any channel on the file, so all openings
 * of a store in one process share one lease.
 */
final class Lease {
  private static final Map<Path, Lease> OPEN = new HashMap<>();
  private static final long FIRST_SLOT = 1024;

  private final Path key;
  private final FileChannel channel;
  private FileLock shared;
  private int openings = 1;

  private Lease(Path key, FileChannel channel, FileLock shared) {
    this.key = key;
    this.channel = channel;
    this.shared = shared;
  }

  /** Takes part in the lease of this process, waiting while another process collects. */
  static Lease acquire(Path lockFile) throws IOException {
    Path key = lockFile.getParent().toRealPath();
    synchronized (OPEN) {
      Lease lease = OPEN.get(key);
      if (lease != null) {
        synchronized (lease) {
          lease.openings++;
        }
        return lease;
      }
      var channel =
          FileChannel.open(
              lockFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        lease = new Lease(key, channel, channel.lock(0, 1, true));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      OPEN.put(key, lease);
      return lease;
    }
  }

  void release() throws IOException {
    synchronized (OPEN) {
      synchronized (this) {
        if (--openings == 0) {
          OPEN.remove(key);
          channel.close();
        }
      }
    }
  }

  synchronized boolean tryExclusive(StoreDirectory.Action action) throws IOException {
    if (openings > 1) {
      return false;
    }
    try (FileLock intent = channel.tryLock(1, 1, false)) {
      if (intent == null) {
        return false;
      }
      shared.release();
      FileLock exclusive = null;
      try {
        exclusive = channel.tryLock(0, 1, false);
        if (exclusive == null) {
          return false;
        }
        action.run();
        return true;
      } finally {
        if (exclusive != null) {
          exclusive.release();
        }
        shared = channel.lock(0, 1, true);
      }
    }
  }

  /** Takes a number that no living process has. */
  long newSlot() throws IOException {
    while (true) {
      long slot = ThreadLocalRandom.current().nextLong(1L << 40);
      if (tryLockSlot(slot) != null) {
        return slot;
      }
    }
  }

  /** The lock on a number, or null when a process, perhaps this one, has it. */
  FileLock tryLockSlot(long slot) throws IOException {
    try {
      return channel.tryLock(FIRST_SLOT + slot, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
