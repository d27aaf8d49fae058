package io.jbuild.grammar;

/**
 * CMD: the default command of the image.
 *
 * @param origin how it stands in its source
 * @param command shell text, empty if nothing was written, or JSON form
 */
public record Cmd(Origin origin, Command command) implements Instruction {
  @Override
  public String keyword() {
    return "CMD";
  }
}
