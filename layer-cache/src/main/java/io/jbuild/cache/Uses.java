package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Marks what this process relies on, so that no collector takes it while the process lives: the
 * time of last use is a file's mtime, and a collector leaves alone what was used since the oldest
 * process that has the store open began.
 *
 * <p>A collector puts a file {@code collecting} before it looks at any time. Who marks something
 * and then sees no such file can be sure that the mark will be seen. Who sees one marks again under
 * the lock that a collector holds while it looks at a thing for the last time and deletes it:
 * either the thing is gone by then, or it stays.
 */
final class Uses {
  /** Nobody collects there. */
  static final Uses UNCOLLECTED = new Uses(null, null);

  private final Path collecting;
  private final Lease lease;

  Uses(Path collecting, Lease lease) {
    this.collecting = collecting;
    this.lease = lease;
  }

  /** Marks a file or directory as used now; false when there is none. */
  boolean mark(Path file) throws IOException {
    if (lease == null) {
      return Files.exists(file);
    }
    if (!touch(file)) {
      return false;
    }
    return !Files.exists(collecting) || lease.alone(() -> touch(file));
  }

  private static boolean touch(Path file) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
