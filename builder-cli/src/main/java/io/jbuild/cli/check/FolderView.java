package io.jbuild.cli.check;

import io.jbuild.core.context.IgnoreRule;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.grammar.advice.ContextView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder as the context of a build.
 *
 * @param given whether it is that of the build for certain, so that what is not in it is missing
 */
record FolderView(Path folder, IgnoreRules rules, boolean given) implements ContextView {
  private static final int MOST_NAMES = 200;

  /** A folder that is left out may hold files that other rules take back in. */
  @Override
  public Optional<String> excludedBy(String path) {
    if (rules.hasExceptions() && !Files.isRegularFile(at(path), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return rules.whyExcluded(path).map(FolderView::words);
  }

  private static String words(IgnoreRule rule) {
    return "`" + rule.text() + "` in line " + rule.line() + " of `" + rule.file() + "`";
  }

  @Override
  public boolean exists(String path) {
    return !given || Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> siblings(String path) {
    Path parent = at(path).getParent();
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return names;
    }
    try (var files = Files.newDirectoryStream(parent)) {
      for (Path file : files) {
        if (names.size() < MOST_NAMES) {
          names.add(file.getFileName().toString());
        }
      }
    } catch (IOException e) {
      // A folder that cannot be listed has no name to suggest.
      return List.of();
    }
    return names;
  }

  private Path at(String path) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      return folder;
    }
  }
}
