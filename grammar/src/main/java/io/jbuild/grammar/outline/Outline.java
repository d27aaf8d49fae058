package io.jbuild.grammar.outline;

import java.util.List;
import java.util.Optional;

/**
 * What the build of a stage can be given: what BuildKit's {@code outline} request answers.
 *
 * @param name of the stage; empty if it has none
 * @param description what the comment above it says
 * @param args build args that it uses, in the order of the file
 * @param secrets of {@code RUN --mount=type=secret}
 * @param ssh of {@code RUN --mount=type=ssh}
 * @param caches of {@code RUN --mount=type=cache}
 */
public record Outline(
    Optional<String> name,
    Optional<String> description,
    List<BuildArg> args,
    List<Given> secrets,
    List<Given> ssh,
    List<Given> caches) {
  public Outline {
    args = List.copyOf(args);
    secrets = List.copyOf(secrets);
    ssh = List.copyOf(ssh);
    caches = List.copyOf(caches);
  }

  /** Lines of the file, counted from 1. */
  public record Lines(int first, int last) {}

  /**
   * A build arg.
   *
   * @param value what it has if nothing else is given; empty if it has none
   * @param description what the comment above it says
   */
  public record BuildArg(
      String name, Optional<String> value, Optional<String> description, Lines lines) {}

  /**
   * A secret, an agent or a cache that a RUN gets.
   *
   * @param required whether the build fails without it
   */
  public record Given(String id, boolean required, Lines lines) {}
}
