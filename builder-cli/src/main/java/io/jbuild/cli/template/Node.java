package io.jbuild.cli.template;

import java.util.List;

/** A part of a template (Go's {@code text/template/parse}). */
sealed interface Node {
  record Text(String text) implements Node {}

  record Action(Pipeline pipeline) implements Node {}

  record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

  record With(Pipeline value, List<Node> then, List<Node> otherwise) implements Node {}

  /**
   * The body for each item.
   *
   * @param variables none, the item's, or those of key and item
   */
  record Range(List<String> variables, Pipeline items, List<Node> body, List<Node> otherwise)
      implements Node {}

  /**
   * Commands, each given the value of the one before as its last argument.
   *
   * @param variable to be set; empty if none
   * @param declares whether the variable is a new one
   */
  record Pipeline(String variable, boolean declares, List<Command> commands) {}

  /** A value, or a function with its arguments. */
  record Command(List<Operand> words) {}

  /** A word of a command, with the fields asked for of its value. */
  record Operand(Base base, List<String> fields) {}

  /** What an operand begins with. */
  sealed interface Base {}

  record Dot() implements Base {}

  record Variable(String name) implements Base {}

  record Literal(Object value) implements Base {}

  record Function(String name) implements Base {}

  record Group(Pipeline pipeline) implements Base {}
}
