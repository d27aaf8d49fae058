package io.jbuild.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Folders that commands fill for later commands, by key, for one id mapping. Of one key there can
 * be several, when commands ran at the same time that would not share.
 *
 * <pre>
 * HEX/name       what people call it
 * HEX/0/folder   what the commands see
 * HEX/0.lock     who uses it, as record locks: the kernel ends them with the process; its time is
 *                that of the last use
 * HEX/1/ …       the next one, made when the first was in use
 * </pre>
 */
public final class CacheFolders {
  static final String NAME = "name";
  static final String LOCK = ".lock";
  private static final long POLL_MILLIS = 50;

  private final Path directory;
  private final TemporaryFiles temporary;
  private final Uses uses;

  CacheFolders(Path directory, TemporaryFiles temporary, Uses uses) {
    this.directory = directory;
    this.temporary = temporary;
    this.uses = uses;
  }

  /** What happens when two want one folder at the same time. */
  public enum Sharing {
    /** Both use it. */
    SHARED,
    /** The second one gets another folder. */
    PRIVATE,
    /** The second one waits. */
    LOCKED
  }

  /** Fills a new folder. */
  @FunctionalInterface
  public interface Contents {
    void fill(Path empty) throws IOException;
  }

  /**
   * Takes a folder into use until it is closed; makes and fills one where there is none that will
   * do.
   *
   * @param name what people call it
   * @param waiting run once if another's end has to be waited for
   */
  public CacheFolder take(
      Digest key, String name, Sharing sharing, Contents contents, Runnable waiting)
      throws IOException, InterruptedException {
    Path all = directory.resolve(key.hex());
    if (!Files.exists(all.resolve(NAME))) {
      temporary.write(all.resolve(NAME), name.getBytes(StandardCharsets.UTF_8));
    }
    for (boolean told = false; ; told = true) {
      int number = 0;
      do {
        FolderLock lock = FolderLock.tryTake(all.resolve(number + LOCK), sharing == Sharing.SHARED);
        if (lock != null) {
          uses.mark(all.resolve(number + LOCK));
          return open(all.resolve(Integer.toString(number)), lock, contents);
        }
        number++;
      } while (sharing != Sharing.LOCKED || Files.exists(all.resolve(number + LOCK)));
      if (!told) {
        waiting.run();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** The first folder of a key, if there is one and nobody uses it. */
  public Optional<CacheFolder> tryTake(Digest key) throws IOException {
    Path all = directory.resolve(key.hex());
    if (!Files.isDirectory(all.resolve("0"))) {
      return Optional.empty();
    }
    FolderLock lock = FolderLock.tryTake(all.resolve("0" + LOCK), false);
    if (lock != null && !Files.isDirectory(all.resolve("0"))) {
      lock.release();
      return Optional.empty();
    }
    return lock == null ? Optional.empty() : Optional.of(new CacheFolder(all.resolve("0"), lock));
  }

  private CacheFolder open(Path folder, FolderLock lock, Contents contents) throws IOException {
    try {
      if (!Files.isDirectory(folder)) {
        make(folder, contents);
      }
      return new CacheFolder(folder, lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.release();
      throw e;
    }
  }

  /** Appears whole; of several that share and make it at once, one's stays. */
  private void make(Path folder, Contents contents) throws IOException {
    // One folder deeper: a rename onto an empty folder would take it away from who has it.
    Path staged = Files.createDirectory(temporary.next("cache"));
    try {
      Path fresh = Files.createDirectory(staged.resolve("folder"));
      contents.fill(fresh);
      synchronized (CacheFolders.class) {
        if (!Files.isDirectory(folder)) {
          move(staged, folder);
        }
      }
    } finally {
      TreeRemover.walking().remove(staged);
    }
  }

  private static void move(Path staged, Path folder) throws IOException {
    try {
      Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // rename(2) tells of another process's folder in more than one way.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }
}
