package io.jbuild.grammar;

import java.util.List;

/**
 * RUN: runs a command in a new layer.
 *
 * @param origin how it stands in its source
 * @param flags as written
 * @param command what to run
 * @param heredocs in order
 */
public record Run(Origin origin, List<Flag> flags, Command command, List<Heredoc> heredocs)
    implements Instruction {
  public Run {
    flags = List.copyOf(flags);
    heredocs = List.copyOf(heredocs);
  }

  @Override
  public String keyword() {
    return "RUN";
  }
}
