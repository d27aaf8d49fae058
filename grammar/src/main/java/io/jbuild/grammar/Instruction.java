package io.jbuild.grammar;

import java.util.List;

/**
 * An instruction of a Dockerfile; one record for each of the 18.
 *
 * <p>Words are kept unexpanded, with their ranges.
 */
public sealed interface Instruction
    permits From,
        Run,
        Cmd,
        Entrypoint,
        Label,
        Maintainer,
        Expose,
        Env,
        Add,
        Copy,
        Volume,
        User,
        Workdir,
        Arg,
        Onbuild,
        Stopsignal,
        Healthcheck,
        Shell {

  /** How it stands in its source. */
  Origin origin();

  /** The keyword in upper case. */
  String keyword();

  /** The flags before the arguments, in order. */
  default List<Flag> flags() {
    return List.of();
  }

  /** The here-documents, in order. */
  default List<Heredoc> heredocs() {
    return List.of();
  }

  /** From the keyword to the last character. */
  default Range range() {
    return origin().range();
  }

  /** The first line, counted from 1. */
  default int firstLine() {
    return origin().firstLine();
  }

  /** The last line, counted from 1. */
  default int lastLine() {
    return origin().lastLine();
  }

  /** The text as written, continued lines joined: what history and progress show. */
  default String original() {
    return origin().original();
  }
}
