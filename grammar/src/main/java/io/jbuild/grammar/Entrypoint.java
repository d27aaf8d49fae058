package io.jbuild.grammar;

/**
 * ENTRYPOINT: the program that the image starts.
 *
 * @param origin how it stands in its source
 * @param command shell text, empty if nothing was written, or JSON form
 */
public record Entrypoint(Origin origin, Command command) implements Instruction {
  @Override
  public String keyword() {
    return "ENTRYPOINT";
  }
}
