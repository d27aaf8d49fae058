package io.jbuild.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A FROM and what follows it.
 *
 * @param index counted from 0
 * @param from its first instruction
 * @param instructions those after FROM
 */
public record Stage(int index, From from, List<Instruction> instructions) {
  public Stage {
    instructions = List.copyOf(instructions);
  }

  /** The name given by AS, in lower case as stages are compared. */
  public Optional<String> name() {
    return from.alias().map(alias -> alias.text().toLowerCase(Locale.ROOT));
  }
}
