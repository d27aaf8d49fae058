package io.jbuild.grammar;

/**
 * USER: who runs what follows and the image.
 *
 * @param origin how it stands in its source
 * @param user the rest of the line
 */
public record User(Origin origin, Word user) implements Instruction {
  @Override
  public String keyword() {
    return "USER";
  }
}
