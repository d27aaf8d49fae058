package io.jbuild.core.plan;

import java.util.Optional;

/**
 * What a SOURCE_DATE_EPOCH stands for that is a name and no number. Its time is that of a commit,
 * of what a server says, or of the youngest file of an archive.
 */
public sealed interface EpochSource {
  /** {@code context}: the build's own context. */
  record MainContext() implements EpochSource {}

  /** A context that {@code --build-context} names. */
  record NamedContext(String name) implements EpochSource {}

  /**
   * The one remote source that a stage of the Dockerfile adds.
   *
   * @param address a URL or a git address, expanded
   * @param checksum what {@code --checksum} says, expanded
   * @param git whether {@code --keep-git-dir} says that it is a repository
   */
  record Remote(String address, Optional<String> checksum, boolean git) implements EpochSource {}
}
