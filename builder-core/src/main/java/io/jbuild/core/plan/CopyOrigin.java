package io.jbuild.core.plan;

/** Where the paths of a COPY or ADD are looked up. */
public sealed interface CopyOrigin {
  /**
   * A build context of files.
   *
   * @param name of a {@code --build-context}; empty for the build's own
   */
  record FromContext(String name) implements CopyOrigin {}

  /** The root filesystem of another step: a stage or an image. */
  record FromStep(Step step) implements CopyOrigin {}
}
