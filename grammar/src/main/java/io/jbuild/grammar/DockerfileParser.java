package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/** Reads Dockerfiles. */
public final class DockerfileParser {
  private DockerfileParser() {}

  /**
   * Parses a Dockerfile. Never throws: what cannot be understood becomes a diagnostic, and parsing
   * goes on with the next instruction.
   */
  public static Parsed parse(Source source) {
    var dockerfile = new Dockerfile(source, Directives.NONE, List.of(), List.of(), List.of());
    return new Parsed(dockerfile, List.of());
  }

  /**
   * Parses a trigger that a base image's config carries.
   *
   * @param trigger the instruction
   * @param imageName what diagnostics call its place
   */
  public static ParsedTrigger parseOnbuild(String trigger, String imageName) {
    return new ParsedTrigger(Optional.empty(), new Source(imageName, trigger), List.of());
  }
}
