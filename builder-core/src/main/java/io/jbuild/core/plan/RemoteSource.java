package io.jbuild.core.plan;

import io.jbuild.grammar.GitAddress;
import java.util.Optional;

/** A source of ADD that is no path: a URL or a git address. */
sealed interface RemoteSource {
  /** A file by HTTP. */
  record Url(String text) implements RemoteSource {}

  /** A git repository. */
  record Git(GitAddress address) implements RemoteSource {}

  /**
   * What a source is; nothing for a path.
   *
   * @throws IllegalArgumentException for a git address that makes no sense
   */
  static Optional<RemoteSource> of(String text) {
    Optional<GitAddress> git = GitAddress.parse(text).filter(address -> !address.fromLocalPath());
    if (git.isPresent()) {
      return Optional.of(new Git(git.get()));
    }
    return text.startsWith("http://") || text.startsWith("https://")
        ? Optional.of(new Url(text))
        : Optional.empty();
  }
}
