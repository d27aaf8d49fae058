package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/**
 * HEALTHCHECK: how to see that a container works.
 *
 * @param origin how it stands in its source
 * @param flags as written
 * @param command empty for NONE
 */
public record Healthcheck(Origin origin, List<Flag> flags, Optional<Command> command)
    implements Instruction {
  public Healthcheck {
    flags = List.copyOf(flags);
  }

  @Override
  public String keyword() {
    return "HEALTHCHECK";
  }
}
