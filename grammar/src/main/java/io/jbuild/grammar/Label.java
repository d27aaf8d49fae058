package io.jbuild.grammar;

import java.util.List;

/**
 * LABEL: metadata of the image.
 *
 * @param origin how it stands in its source
 * @param labels at least one pair
 */
public record Label(Origin origin, List<KeyValue> labels) implements Instruction {
  public Label {
    labels = List.copyOf(labels);
  }

  @Override
  public String keyword() {
    return "LABEL";
  }
}
