package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists what lies in a directory, a folder before what it holds. With patterns, a folder that is
 * not selected itself is listed as passed through once something in it is, as BuildKit does it.
 */
final class DirectoryWalk {
  private final FileTree tree;
  private final IgnoreRules includes;
  private final IgnoreRules excludes;

  /** The folders on the way that the includes name to the letter; nothing else is worth a look. */
  private final String[] literal;

  private final List<Selected.Below> found = new ArrayList<>();
  private final List<Selected.Below> pending = new ArrayList<>();
  private int relative;

  /**
   * @param include the pattern of what is taken; null for everything
   */
  DirectoryWalk(FileTree tree, String include, IgnoreRules excludes) throws IOException {
    this.tree = tree;
    this.includes = include == null ? null : IgnoreRules.ofPatterns(List.of(include));
    this.excludes = excludes;
    this.literal = include == null ? new String[0] : literal(include);
  }

  private static String[] literal(String pattern) {
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/")) {
      if (part.indexOf('\\') >= 0 || GoPattern.hasWildcard(part)) {
        break;
      }
      parts.add(part);
    }
    return parts.toArray(String[]::new);
  }

  List<Selected.Below> list(String directory) throws IOException {
    relative = directory.isEmpty() ? 0 : directory.length() + 1;
    if (includes == null && excludes == IgnoreRules.NONE) {
      whole(directory);
    } else {
      chosen(directory, 0, includes == null ? null : includes.none(), excludes.none());
    }
    return List.copyOf(found);
  }

  private interface Lister {
    List<Entry> list(String directory) throws IOException;
  }

  private void whole(String directory) throws IOException {
    if (tree instanceof BuildContext) {
      try (var ahead = new ListAhead(tree)) {
        whole(ahead::list, directory);
      }
    } else {
      whole(tree::list, directory);
    }
  }

  private void whole(Lister lister, String directory) throws IOException {
    for (Entry entry : lister.list(directory)) {
      found.add(new Selected.Below(entry.path().substring(relative), entry, false));
      if (entry.isDirectory()) {
        whole(lister, entry.path());
      }
    }
  }

  private void chosen(String directory, int depth, boolean[] included, boolean[] excluded)
      throws IOException {
    for (Entry entry : tree.list(directory)) {
      if (depth < literal.length && !entry.name().equals(literal[depth])) {
        continue;
      }
      String path = entry.path().substring(relative);
      boolean selected =
          (includes == null || includes.excludes(path, included))
              && !excludes.excludes(path, excluded);
      if (selected) {
        found.addAll(pending);
        pending.clear();
        found.add(new Selected.Below(path, entry, false));
      }
      if (entry.isDirectory()) {
        enter(entry, path, selected, depth, included, excluded);
      }
    }
  }

  private void enter(
      Entry entry, String path, boolean selected, int depth, boolean[] included, boolean[] excluded)
      throws IOException {
    if (excludes.excludes(path, excluded) && !excludes.hasExceptions()) {
      return;
    }
    var passed = new Selected.Below(path, entry, true);
    if (!selected) {
      pending.add(passed);
    }
    chosen(
        entry.path(),
        depth + 1,
        includes == null ? null : includes.matching(path, included),
        excludes.matching(path, excluded));
    if (!selected && !pending.isEmpty()) {
      pending.removeLast();
    }
  }
}
