package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds what the sources of a COPY or ADD name. A name is looked up as BuildKit does: symlinks on
 * the way and in the last place are followed inside the tree, wildcards match names as they are (a
 * symlinked folder is not entered by one), and what a wildcard found is then followed, too.
 */
final class SourceFinder {
  private final FileTree tree;
  private final String where;
  private final CopyFilter filter;
  private final TreeLookup lookup;

  /**
   * @param where the tree in words, for messages: {@code the build context}
   */
  SourceFinder(FileTree tree, String where, CopyFilter filter) {
    this.tree = tree;
    this.where = where;
    this.filter = filter;
    this.lookup = tree::find;
  }

  /**
   * @return nothing when the pattern has wildcards and they match nothing
   * @throws ContextException when the pattern names something that is not there
   */
  List<Selected> find(String pattern) throws IOException {
    if (filter.parents()) {
      return findWithParents(pattern);
    }
    List<Selected> found = new ArrayList<>();
    for (String path : matches(pattern)) {
      found.add(select(CleanPath.name(path), follow(pattern, path)));
    }
    return found;
  }

  /**
   * What lies at a path, no character of which is a wildcard.
   *
   * @throws ContextException when nothing does
   */
  Selected at(String path) throws IOException {
    String clean = CleanPath.belowRoot(path);
    return select(CleanPath.name(clean), follow(path, clean));
  }

  private Entry follow(String pattern, String path) throws IOException {
    return root(lookup.resolve(path, true)).orElseThrow(() -> missing(pattern, path));
  }

  /**
   * For {@code a/./b/c}: what {@code b/c} matches in {@code a}, with the folders that lead to it.
   * Without wildcards something has to be there.
   */
  private List<Selected> findWithParents(String pattern) throws IOException {
    int pivot = pattern.indexOf("/./");
    String base = pivot < 0 ? "" : pattern.substring(0, pivot);
    String rest = CleanPath.belowRoot(pivot < 0 ? pattern : pattern.substring(pivot + 3));
    boolean exact = !GoPattern.hasWildcard(base) && !GoPattern.hasWildcard(rest);
    parse(pattern, rest);
    List<Selected> found = new ArrayList<>();
    for (String path : matches(base)) {
      Entry directory = follow(pattern, path);
      if (directory.isDirectory()) {
        List<Selected.Below> below =
            rest.isEmpty()
                ? List.of()
                : new DirectoryWalk(tree, rest, filter.excludes()).list(directory.path());
        if (exact && below.isEmpty()) {
          throw rest.isEmpty() ? nothingToKeep(pattern) : missing(pattern, rest(path, rest));
        }
        found.add(new Selected.Contents(directory, below));
      } else if (exact) {
        throw missing(pattern, rest(path, rest));
      }
    }
    return found;
  }

  private static String rest(String base, String rest) {
    return CleanPath.join(CleanPath.belowRoot(base), rest);
  }

  private ContextException nothingToKeep(String pattern) {
    return ContextException.at(
        pattern,
        "`" + pattern + "` names no folder to be kept by `--parents`",
        "leave `--parents` out, or name what to copy behind the `/./`");
  }

  private Optional<Entry> root(String path) throws IOException {
    Optional<Entry> found = tree.find(path);
    return found.isEmpty() && path.isEmpty()
        ? Optional.of(Entry.directory("", 0755, 0, 0, Instant.EPOCH))
        : found;
  }

  private Selected select(String name, Entry entry) throws IOException {
    if (entry.isDirectory()) {
      return new Selected.Contents(
          entry, new DirectoryWalk(tree, null, filter.excludes()).list(entry.path()));
    }
    if (filter.unpack() && entry.type() == EntryType.FILE && isTar(entry)) {
      return new Selected.Archive(entry);
    }
    return new Selected.Single(name, entry);
  }

  private boolean isTar(Entry entry) throws IOException {
    try (InputStream in = tree.open(entry)) {
      return TarProbe.isTar(in);
    }
  }

  private List<String> matches(String pattern) throws IOException {
    String clean = CleanPath.belowRoot(pattern);
    String[] parts = clean.split("/");
    int first = 0;
    while (first < parts.length && !GoPattern.hasWildcard(parts[first])) {
      first++;
    }
    if (first == parts.length) {
      return List.of(clean);
    }
    String named = String.join("/", Arrays.copyOf(parts, first));
    String base = lookup.resolve(named, true);
    if (root(base).isEmpty()) {
      throw missing(pattern, named);
    }
    List<GoPattern> wildcards = new ArrayList<>();
    for (int i = first; i < parts.length; i++) {
      wildcards.add(parse(pattern, parts[i]));
    }
    List<String> matches = new ArrayList<>();
    glob(base, wildcards, matches);
    return matches;
  }

  private static GoPattern parse(String pattern, String part) throws ContextException {
    try {
      return GoPattern.parse(part);
    } catch (GoPattern.SyntaxException e) {
      throw ContextException.at(
          pattern,
          "`" + pattern + "` is no pattern: " + e.getMessage(),
          "write `[[]` for a `[` that is meant as itself");
    }
  }

  private void glob(String directory, List<GoPattern> parts, List<String> matches)
      throws IOException {
    for (Entry entry : tree.list(directory)) {
      if (!parts.getFirst().matches(entry.name())) {
        continue;
      }
      if (parts.size() == 1) {
        matches.add(entry.path());
      } else if (entry.isDirectory()) {
        glob(entry.path(), parts.subList(1, parts.size()), matches);
      }
    }
  }

  private ContextException missing(String pattern, String path) {
    try {
      return ContextException.at(
          pattern, "`" + pattern + "` is not in " + where, hint(pattern, path));
    } catch (IOException e) {
      return ContextException.at(pattern, "`" + pattern + "` is not in " + where, "");
    }
  }

  private String hint(String pattern, String path) throws IOException {
    Optional<IgnoreRule> rule =
        tree instanceof BuildContext context ? context.hiddenBy(path) : Optional.empty();
    if (rule.isPresent()) {
      IgnoreRule line = rule.get();
      return "it is hidden by `%s` in line %d of %s"
          .formatted(line.text(), line.line(), line.file());
    }
    if (CleanPath.clean(pattern).startsWith("../") || CleanPath.clean(pattern).equals("..")) {
      return "`..` cannot lead out of " + where;
    }
    boolean absolute = pattern.startsWith("/");
    return nearest(path)
        .map(name -> "did you mean `" + (absolute ? "/" : "") + name + "`?")
        .orElse("");
  }

  /**
   * The nearest name in the deepest folder of the path that exists, with the rest of the path if
   * that leads on from there.
   */
  private Optional<String> nearest(String path) throws IOException {
    String reached = "";
    String[] parts = path.split("/");
    for (int i = 0; i < parts.length; i++) {
      String next = CleanPath.join(reached, parts[i]);
      if (tree.find(next).isEmpty()) {
        List<String> names = tree.list(reached).stream().map(Entry::name).toList();
        Optional<String> near = Suggestion.nearest(parts[i], names);
        if (near.isEmpty()) {
          return near;
        }
        String found = CleanPath.join(reached, near.get());
        String rest = String.join("/", Arrays.copyOfRange(parts, i + 1, parts.length));
        String whole = CleanPath.join(found, rest);
        return Optional.of(!rest.isEmpty() && tree.find(whole).isPresent() ? whole : found);
      }
      reached = next;
    }
    return Optional.empty();
  }
}
