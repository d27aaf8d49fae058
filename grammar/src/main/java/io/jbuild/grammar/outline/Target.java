package io.jbuild.grammar.outline;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage that can be built: what BuildKit's {@code targets} request answers.
 *
 * @param name empty if it has none
 * @param isDefault whether it is built if no other is asked for
 * @param description what the comment above it says
 * @param base image or stage as written
 * @param platform as written
 */
public record Target(
    Optional<String> name,
    boolean isDefault,
    Optional<String> description,
    String base,
    Optional<String> platform,
    Outline.Lines lines) {
  /** The stages of a file in their order. */
  public static List<Target> of(Dockerfile file) {
    var descriptions = new Descriptions(file);
    List<Target> targets = new ArrayList<>();
    for (Stage stage : file.stages()) {
      targets.add(
          new Target(
              stage.name(),
              stage.index() == file.stages().size() - 1,
              stage.name().flatMap(name -> descriptions.of(name, stage.from())),
              stage.from().image().text(),
              stage.from().platform().map(Word::text),
              new Outline.Lines(stage.from().firstLine(), stage.from().lastLine())));
    }
    return targets;
  }
}
