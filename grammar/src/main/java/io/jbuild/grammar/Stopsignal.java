package io.jbuild.grammar;

/**
 * STOPSIGNAL: the signal that stops a container.
 *
 * @param origin how it stands in its source
 * @param signal the rest of the line
 */
public record Stopsignal(Origin origin, Word signal) implements Instruction {
  @Override
  public String keyword() {
    return "STOPSIGNAL";
  }
}
