package io.jbuild.grammar;

/**
 * MAINTAINER: the author of the image; deprecated.
 *
 * @param origin how it stands in its source
 * @param name as written
 */
public record Maintainer(Origin origin, String name) implements Instruction {
  @Override
  public String keyword() {
    return "MAINTAINER";
  }
}
