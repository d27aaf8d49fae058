package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import java.util.List;

/**
 * A stage with its names resolved.
 *
 * @param base what it stands on; with {@code replaced}, what stands in its place
 * @param replaced whether a named context of the stage's name hides it, so that none of its
 *     instructions counts
 * @param platform of its base, and of its commands
 */
record Node(Stage stage, Reference base, boolean replaced, Platform platform) {
  /**
   * An instruction to be planned.
   *
   * @param source where it stands: the Dockerfile, or a trigger of a base image
   */
  record Command(Instruction instruction, Source source) {}

  int index() {
    return stage.index();
  }

  /** What people call the stage. */
  String label() {
    return stage.name().orElse("stage-" + stage.index());
  }

  /** The instructions after FROM, triggers left out. */
  List<Instruction> instructions() {
    return replaced ? List.of() : stage.instructions();
  }
}
