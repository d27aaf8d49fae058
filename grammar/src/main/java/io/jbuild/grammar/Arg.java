package io.jbuild.grammar;

import java.util.List;

/**
 * ARG: declares build arguments.
 *
 * @param origin how it stands in its source
 * @param declarations at least one
 */
public record Arg(Origin origin, List<ArgDeclaration> declarations) implements Instruction {
  public Arg {
    declarations = List.copyOf(declarations);
  }

  @Override
  public String keyword() {
    return "ARG";
  }
}
