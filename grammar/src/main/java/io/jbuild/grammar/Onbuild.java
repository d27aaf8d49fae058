package io.jbuild.grammar;

/**
 * ONBUILD: an instruction for builds that stand on this image.
 *
 * @param origin how it stands in its source
 * @param text the trigger as the image records it
 * @param nested the trigger, parsed
 */
public record Onbuild(Origin origin, String text, Instruction nested) implements Instruction {
  @Override
  public String keyword() {
    return "ONBUILD";
  }
}
