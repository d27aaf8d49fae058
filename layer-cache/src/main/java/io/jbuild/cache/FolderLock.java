package io.jbuild.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A lock among the threads of this process and among processes. Record locks belong to a process
 * and end when it closes any channel on the file, so there is one for all threads that share it.
 */
final class FolderLock {
  private static final Map<Path, FolderLock> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final boolean shared;
  private int users = 1;

  private FolderLock(Path file, FileChannel channel, boolean shared) {
    this.file = file;
    this.channel = channel;
    this.shared = shared;
  }

  /** The lock, or null when someone has it in a way that does not go with this one. */
  static FolderLock tryTake(Path file, boolean shared) throws IOException {
    synchronized (HELD) {
      FolderLock held = HELD.get(file);
      if (held != null) {
        if (!shared || !held.shared) {
          return null;
        }
        held.users++;
        return held;
      }
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock(0, 1, shared);
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      if (lock == null) {
        return null;
      }
      var fresh = new FolderLock(file, channel, shared);
      HELD.put(file, fresh);
      return fresh;
    }
  }

  /** Gives it back; to be called once for each taking. */
  void release() throws IOException {
    synchronized (HELD) {
      if (--users == 0) {
        HELD.remove(file);
        channel.close();
      }
    }
  }
}
