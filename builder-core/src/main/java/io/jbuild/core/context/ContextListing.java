package io.jbuild.core.context;

import io.jbuild.core.layer.DiskNames;
import io.jbuild.core.layer.PathBytes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a folder holds as a build context, and what its ignore rules leave out, with sizes.
 *
 * @param rows by size, the biggest first; directories that are seen are not listed
 */
public record ContextListing(List<Row> rows) {
  /**
   * A file, or a folder that is left out as a whole.
   *
   * @param path relative to the context
   * @param size bytes of the file, or of all files in the folder
   * @param files 1, or how many are in the folder
   * @param excludedBy the rule that leaves it out; nothing for what a build sees
   */
  public record Row(
      String path, boolean folder, long size, long files, Optional<IgnoreRule> excludedBy) {}

  public ContextListing {
    rows = List.copyOf(rows);
  }

  /**
   * Lists a folder.
   *
   * @throws ContextException when there is no such folder, or a folder in it may not be read
   */
  public static ContextListing of(Path folder, IgnoreRules rules) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw ContextException.at(
          folder.toString(), "`" + folder + "` is not a directory", "give the build context");
    }
    List<Row> rows = new ArrayList<>(new Walk(rules).list(folder.toRealPath(), "", rules.none()));
    rows.sort(
        Comparator.comparingLong(Row::size).reversed().thenComparing(Row::path, PathBytes.ORDER));
    return new ContextListing(rows);
  }

  private record Walk(IgnoreRules rules) {
    List<Row> list(Path folder, String path, boolean[] matching) throws IOException {
      List<Row> rows = new ArrayList<>();
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          rows.addAll(rows(child, CleanPath.join(path, DiskNames.name(child)), matching));
        }
      } catch (AccessDeniedException e) {
        throw ContextException.at(
            path, "`" + (path.isEmpty() ? "." : path) + "` may not be read", "see `ls -ld`");
      }
      return rows;
    }

    private List<Row> rows(Path child, String path, boolean[] matching) throws IOException {
      if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        boolean regular = Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS);
        long size = regular ? Files.size(child) : 0;
        return List.of(new Row(path, false, size, 1, rule(path, matching)));
      }
      List<Row> below = list(child, path, rules.matching(path, matching));
      Optional<IgnoreRule> rule = rule(path, matching);
      boolean nothingSeen = below.stream().allMatch(row -> row.excludedBy().isPresent());
      if (rule.isEmpty() || !nothingSeen) {
        return below;
      }
      long size = below.stream().mapToLong(Row::size).sum();
      long files = below.stream().mapToLong(Row::files).sum();
      return List.of(new Row(path, true, size, files, rule));
    }

    private Optional<IgnoreRule> rule(String path, boolean[] matching) {
      return rules.excludes(path, matching) ? rules.whyExcluded(path) : Optional.empty();
    }
  }
}
