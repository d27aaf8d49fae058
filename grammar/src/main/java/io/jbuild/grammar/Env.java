package io.jbuild.grammar;

import java.util.List;

/**
 * ENV: environment of the image and of what follows.
 *
 * @param origin how it stands in its source
 * @param variables at least one pair
 */
public record Env(Origin origin, List<KeyValue> variables) implements Instruction {
  public Env {
    variables = List.copyOf(variables);
  }

  @Override
  public String keyword() {
    return "ENV";
  }
}
