package io.jbuild.grammar;

/**
 * WORKDIR: directory of what follows and of the image.
 *
 * @param origin how it stands in its source
 * @param path the rest of the line
 */
public record Workdir(Origin origin, Word path) implements Instruction {
  @Override
  public String keyword() {
    return "WORKDIR";
  }
}
