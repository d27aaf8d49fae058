package io.jbuild.cache;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is being written: files and directories in a folder {@code tmp/NUMBER} of this process, on
 * the filesystem of the store, so that a rename makes them visible. The number is locked while the
 * process lives; folders of other numbers that nobody locks are leftovers.
 */
final class TemporaryFiles {
  private static final int MOST_TRIES = 5;

  /** Of a store that is only read. */
  static final TemporaryFiles NONE = new TemporaryFiles(null);

  private final Path tmp;
  private final Lease lease;
  private final AtomicLong count = new AtomicLong();
  private Lease.Slot slot;
  private Path own;
  private boolean cleaned;

  /** Folders of one fixed place, which nobody cleans. */
  TemporaryFiles(Path own) {
    this.tmp = own;
    this.lease = null;
    this.own = own;
  }

  TemporaryFiles(Path tmp, Lease lease) {
    this.tmp = tmp;
    this.lease = lease;
  }

  /** A path where nothing lies yet. */
  Path next(String what) throws IOException {
    return folder().resolve(what + "-" + count.incrementAndGet());
  }

  /**
   * Writes a small file by a temporary one and a rename; a record survives a crash whole or not.
   */
  void write(Path target, byte[] bytes) throws IOException {
    Path temporary = next("file");
    try {
      Files.write(temporary, bytes);
      for (int tries = 0; ; tries++) {
        try {
          Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
          return;
        } catch (NoSuchFileException e) {
          // A collector may take away an empty folder at any moment.
          if (tries == MOST_TRIES) {
            throw e;
          }
          Files.createDirectories(target.getParent());
        }
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Deletes the folders of processes that are gone; what cannot be deleted stays. */
  void cleanLeftovers() throws IOException {
    for (Path folder : folders()) {
      clean(folder);
    }
  }

  private void clean(Path folder) throws IOException {
    long number = number(folder);
    try (FileLock lock = number < 0 ? null : lease.tryLockSlot(number)) {
      if (lock != null) {
        try {
          TreeRemover.walking().remove(folder);
        } catch (IOException e) {
          // Files of a subordinate uid, seen from outside the user namespace; a process inside it
          // deletes them.
          return;
        }
      }
    }
  }

  /** Makes the folder of this process: from now on others see that it is there. */
  synchronized void begin() throws IOException {
    if (own == null) {
      slot = lease.newSlot();
      Path folder = tmp.resolve(Long.toHexString(slot.number()));
      Files.createDirectory(folder);
      own = folder;
    }
  }

  /** Whether it is the folder of this process, which goes with it. */
  synchronized boolean isOwn(Path folder) {
    return folder.equals(own);
  }

  /** When the oldest of the other processes began that have the store open now. */
  Optional<Instant> oldestOther() throws IOException {
    Instant oldest = null;
    for (Path folder : folders()) {
      long number = number(folder);
      if (number >= 0 && !folder.equals(own)) {
        try (FileLock lock = lease.tryLockSlot(number)) {
          Instant began = Lease.timeOf(number);
          if (lock == null && (oldest == null || began.isBefore(oldest))) {
            oldest = began;
          }
        }
      }
    }
    return Optional.ofNullable(oldest);
  }

  /** The folders of processes that are gone. */
  List<Path> leftovers() throws IOException {
    List<Path> result = new ArrayList<>();
    for (Path folder : folders()) {
      long number = number(folder);
      try (FileLock lock = number < 0 ? null : lease.tryLockSlot(number)) {
        if (lock != null) {
          result.add(folder);
        }
      }
    }
    return result;
  }

  private List<Path> folders() throws IOException {
    List<Path> result = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(tmp)) {
      folders.forEach(result::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return result;
  }

  /** The number that a folder is named by; -1 for one that is none of ours. */
  private static long number(Path folder) {
    try {
      return Long.parseUnsignedLong(folder.getFileName().toString(), 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private synchronized Path folder() throws IOException {
    if (lease == null && own == null) {
      throw new StoreDirectory.OnlyReadException();
    }
    if (lease != null && !cleaned) {
      begin();
      cleaned = true;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  cleanLeftovers();
                } catch (IOException e) {
                  // Leftovers only take room; the next process tries again.
                  return;
                }
              });
    }
    return own;
  }

  /** Deletes what this process has left. */
  synchronized void close() throws IOException {
    if (own != null && lease != null) {
      TreeRemover.walking().remove(own);
      own = null;
      slot.lock().release();
    }
  }
}
