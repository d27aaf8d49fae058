package io.jbuild.core.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the user who asked for the build may read, in the numbers that {@code stat} gives to this
 * process. A process in a user namespace may read files of others that its owner may not: a context
 * is read with the owner's rights all the same.
 *
 * @param uid the user's id
 * @param gids the user's group and supplementary groups
 * @param readsEverything for the real root user, whom no mode keeps out
 */
public record UserRights(int uid, Set<Integer> gids, boolean readsEverything) {
  /** The real root user. */
  public static final UserRights ROOT = new UserRights(0, Set.of(0), true);

  private static final int READ = 4;
  private static final int SEARCH = 1;

  /** What stat gives for an id that has no number in the user namespace. */
  private static final int OVERFLOW = 65534;

  public UserRights {
    gids = Set.copyOf(gids);
  }

  /**
   * Whether the mode lets the user read a file, or list a folder and enter it. A file whose owner
   * or group has no number in this namespace is the kernel's to judge: no capability of ours
   * reaches it, so opening it asks for the user's own rights.
   */
  boolean mayRead(DiskStat file) {
    return allows(file, file.isDirectory() ? READ | SEARCH : READ);
  }

  /** Whether the mode lets the user reach what lies in a folder. */
  boolean maySearch(DiskStat directory) {
    return allows(directory, SEARCH);
  }

  /** Whether the file is the user's own. */
  boolean owns(DiskStat file) {
    return file.uid() == uid;
  }

  /**
   * Refuses a file that is read for the user outside of any context, such as a Dockerfile.
   *
   * @throws AccessDeniedException when its mode keeps the user out; other exceptions of the file
   *     system as they come
   */
  public void requireReadable(Path file) throws IOException {
    if (!mayRead(DiskStat.of(file.toRealPath()))) {
      throw new AccessDeniedException(file.toString());
    }
  }

  private boolean allows(DiskStat file, int wanted) {
    boolean mapped = file.uid() != OVERFLOW && file.gid() != OVERFLOW;
    if (readsEverything || (!mapped && file.uid() != uid)) {
      return true;
    }
    int shift = file.uid() == uid ? 6 : gids.contains(file.gid()) ? 3 : 0;
    return (file.mode() >> shift & wanted) == wanted;
  }
}
