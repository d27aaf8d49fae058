package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.PathWalk;
import java.io.IOException;
import java.util.Optional;

/** Finds entries by their very paths; symlinks are followed on top of it, never out of the root. */
@FunctionalInterface
interface TreeLookup {
  /** As many as Linux follows in one path, and then some. */
  int MOST_LINKS = 255;

  Optional<Entry> find(String path) throws IOException;

  /**
   * The path that a path leads to, as under chroot. Parts that do not exist stay as they are.
   *
   * @param followLast whether a symlink in the last place is followed
   */
  default String resolve(String path, boolean followLast) throws IOException {
    var walk = new PathWalk(path);
    int links = 0;
    while (walk.step() && (followLast || !walk.isLast())) {
      Optional<Entry> link = find(walk.path()).filter(entry -> entry.type() == EntryType.SYMLINK);
      if (link.isPresent()) {
        if (++links > MOST_LINKS) {
          throw ContextException.at(
              path, "`" + path + "` leads through too many symlinks", "look for a circle of links");
        }
        walk.follow(link.get().linkTarget());
      }
    }
    return walk.path();
  }
}
