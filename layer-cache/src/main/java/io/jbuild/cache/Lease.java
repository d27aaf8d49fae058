package io.jbuild.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This process's locks on a store, as record locks on single bytes of its {@code lock} file: the
 * kernel ends them with the process, however that ends.
 *
 * <ul>
 *   <li>byte 1: who collects;
 *   <li>byte 2: who marks something as used while a collector works, or deletes one thing;
 *   <li>a byte from 1024 on: the owner of the folder of that number in {@code tmp/}. The number
 *       tells when it was taken, so that the folders tell since when others have the store open.
 * </ul>
 *
 * Record locks belong to a process and end when it closes any channel on the file, so all openings
 * of a store in one process share one lease.
 */
final class Lease {
  private static final Map<Path, Lease> OPEN = new HashMap<>();
  private static final long COLLECTION = 1;
  private static final long DELETION = 2;
  private static final long FIRST_SLOT = 1024;
  private static final int RANDOM_BITS = 20;

  private final Path key;
  private final FileChannel channel;
  private final Object collection = new Object();
  private final Object deletion = new Object();
  private int openings = 1;

  private Lease(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes part in the lease of this process. */
  static Lease acquire(Path lockFile) throws IOException {
    Path key = lockFile.getParent().toRealPath();
    synchronized (OPEN) {
      Lease lease = OPEN.get(key);
      if (lease != null) {
        lease.openings++;
        return lease;
      }
      lease =
          new Lease(
              key,
              FileChannel.open(
                  lockFile,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      OPEN.put(key, lease);
      return lease;
    }
  }

  void release() throws IOException {
    synchronized (OPEN) {
      if (--openings == 0) {
        OPEN.remove(key);
        channel.close();
      }
    }
  }

  /** What is done while nobody else, in no process, does such a thing. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs a short action that must not happen at the same time as another of its kind. */
  <T> T alone(Action<T> action) throws IOException {
    synchronized (deletion) {
      try (FileLock lock = channel.lock(DELETION, 1, false)) {
        return lock.isValid() ? action.run() : null;
      }
    }
  }

  /** Runs a collection; another one, in whatever process, waits for its end. */
  <T> T collecting(Action<T> action) throws IOException {
    synchronized (collection) {
      try (FileLock lock = channel.lock(COLLECTION, 1, false)) {
        return lock.isValid() ? action.run() : null;
      }
    }
  }

  /**
   * A number of this process.
   *
   * @param lock to be held on to: the kernel knows of it, but inside this process it is forgotten
   *     once nobody refers to it
   */
  record Slot(long number, FileLock lock) {}

  /** Takes a number that no living process has. */
  Slot newSlot() throws IOException {
    while (true) {
      long random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
      long slot = (System.currentTimeMillis() << RANDOM_BITS) | random;
      FileLock lock = tryLockSlot(slot);
      if (lock != null) {
        return new Slot(slot, lock);
      }
    }
  }

  /** When a number was taken. */
  static Instant timeOf(long slot) {
    return Instant.ofEpochMilli(slot >>> RANDOM_BITS);
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
