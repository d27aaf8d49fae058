package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/**
 * FROM: starts a stage.
 *
 * @param origin how it stands in its source
 * @param flags as written
 * @param image image, stage or {@code scratch}
 * @param platform the value of {@code --platform}
 * @param alias the name after AS
 */
public record From(
    Origin origin, List<Flag> flags, Word image, Optional<Word> platform, Optional<Word> alias)
    implements Instruction {
  public From {
    flags = List.copyOf(flags);
  }

  @Override
  public String keyword() {
    return "FROM";
  }
}
