package io.jbuild.cache;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is being written: files and directories in a folder {@code tmp/NUMBER} of this process, on
 * the filesystem of the store, so that a rename makes them visible. The number is locked while the
 * process lives; folders of other numbers that nobody locks are leftovers.
 */
final class TemporaryFiles {
  private final Path tmp;
  private final Lease lease;
  private final AtomicLong count = new AtomicLong();
  private Path own;

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
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        Files.createDirectories(target.getParent());
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Deletes the folders of processes that are gone; what cannot be deleted stays. */
  void cleanLeftovers() throws IOException {
    try (var folders = Files.newDirectoryStream(tmp)) {
      for (Path folder : folders) {
        clean(folder);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void clean(Path folder) throws IOException {
    long slot;
    try {
      slot = Long.parseUnsignedLong(folder.getFileName().toString(), 16);
    } catch (NumberFormatException e) {
      return;
    }
    try (FileLock lock = slot < 0 ? null : lease.tryLockSlot(slot)) {
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

  private synchronized Path folder() throws IOException {
    if (own == null) {
      Path folder = tmp.resolve(Long.toHexString(lease.newSlot()));
      Files.createDirectory(folder);
      own = folder;
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
    }
  }
}
