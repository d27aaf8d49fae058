package io.jbuild.grammar;

import java.util.List;

/**
 * SHELL: the shell of the shell forms after it.
 *
 * @param origin how it stands in its source
 * @param arguments at least one
 */
public record Shell(Origin origin, List<String> arguments) implements Instruction {
  public Shell {
    arguments = List.copyOf(arguments);
  }

  @Override
  public String keyword() {
    return "SHELL";
  }
}
