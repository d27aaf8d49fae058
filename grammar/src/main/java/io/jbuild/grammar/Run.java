package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

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

  /** The only here-document, if it is the whole command and so the script itself. */
  public Optional<Heredoc> script() {
    return heredocs.size() == 1
            && command instanceof ShellCommand shell
            && HeredocMarker.read(shell.text()).marker().isPresent()
        ? Optional.of(heredocs.getFirst())
        : Optional.empty();
  }
}
