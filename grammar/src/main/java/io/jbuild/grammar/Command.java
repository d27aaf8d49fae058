package io.jbuild.grammar;

/** What RUN, CMD, ENTRYPOINT or HEALTHCHECK starts. */
public sealed interface Command permits ShellCommand, ExecCommand {
  /** Where it stands. */
  Range range();
}
