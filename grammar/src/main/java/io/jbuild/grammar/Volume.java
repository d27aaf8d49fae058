package io.jbuild.grammar;

import java.util.List;

/**
 * VOLUME: mount points.
 *
 * @param origin how it stands in its source
 * @param paths at least one, none empty
 */
public record Volume(Origin origin, List<Word> paths) implements Instruction {
  public Volume {
    paths = List.copyOf(paths);
  }

  @Override
  public String keyword() {
    return "VOLUME";
  }
}
