package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
    Deque<String> todo = new ArrayDeque<>(List.of(path.split("/")));
    String reached = "";
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        reached = CleanPath.parent(reached);
        continue;
      }
      String next = CleanPath.join(reached, part);
      Optional<Entry> link =
          todo.isEmpty() && !followLast
              ? Optional.empty()
              : find(next).filter(entry -> entry.type() == EntryType.SYMLINK);
      if (link.isEmpty()) {
        reached = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw ContextException.at(
            path, "`" + path + "` leads through too many symlinks", "look for a circle of links");
      }
      String target = link.get().linkTarget();
      reached = target.startsWith("/") ? "" : reached;
      String[] parts = target.split("/");
      for (int i = parts.length - 1; i >= 0; i--) {
        todo.push(parts[i]);
      }
    }
    return reached;
  }
}
