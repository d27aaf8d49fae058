package io.jbuild.grammar;

import java.util.List;

/**
 * EXPOSE: ports that the image listens on.
 *
 * @param origin how it stands in its source
 * @param ports at least one, as written
 */
public record Expose(Origin origin, List<Word> ports) implements Instruction {
  public Expose {
    ports = List.copyOf(ports);
  }

  @Override
  public String keyword() {
    return "EXPOSE";
  }
}
