package io.jbuild.grammar.lint;

import io.jbuild.grammar.Stage;
import java.util.Optional;

/**
 * What a stage stands on.
 *
 * @param of the stage itself
 * @param name after FROM, its variables replaced
 * @param stage the index of the stage of that name
 * @param platform what {@code --platform} asks for
 */
record StageBase(Stage of, String name, Optional<Integer> stage, Optional<PlatformName> platform) {
  boolean isScratch() {
    return name.equals("scratch");
  }
}
