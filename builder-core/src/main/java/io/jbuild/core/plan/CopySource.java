package io.jbuild.core.plan;

/** One source of a COPY or ADD. */
public sealed interface CopySource {
  /**
   * A path or pattern in the step's origin.
   *
   * @param pattern expanded, as Go's {@code filepath.Match} reads it
   */
  record Pattern(String pattern) implements CopySource {}

  /**
   * What was fetched.
   *
   * @param fetch a {@link Step.FetchUrl} or a {@link Step.FetchGit}
   */
  record Fetched(Step fetch) implements CopySource {}

  /** A here-document: a file of this name and content. */
  record Inline(String name, String content) implements CopySource {}
}
