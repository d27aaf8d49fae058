package io.jbuild.grammar;

import java.util.Optional;

/**
 * ONBUILD: an instruction for builds that stand on this image.
 *
 * @param origin how it stands in its source
 * @param text the trigger as the image records it
 * @param nested the trigger, parsed; empty if it will be refused when it runs
 */
public record Onbuild(Origin origin, String text, Optional<Instruction> nested)
    implements Instruction {
  @Override
  public String keyword() {
    return "ONBUILD";
  }
}
