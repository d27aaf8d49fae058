package io.jbuild.cli.template;

import java.util.List;

/**
 * A template in the language of Go's {@code text/template}, as docker's {@code --format} takes it:
 * fields, variables, pipelines, {@code if}, {@code with}, {@code range}, comments, trimming, and
 * the functions of {@link Functions}. {@code template}, {@code define}, {@code block}, {@code
 * break}, {@code continue} and other functions are refused by name. Immutable.
 *
 * <p>Methods throw {@link TemplateException} with a message for whoever wrote the template.
 */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  public static Template parse(String text) {
    List<Node> nodes = TemplateParser.parse(text);
    nodes.forEach(Template::checkNames);
    return new Template(nodes);
  }

  /** What the template prints of a value: texts, longs, booleans, lists, maps or fields. */
  public String apply(Object value) {
    return Evaluation.run(nodes, value, new Functions(false));
  }

  /** What it prints above a column for each head; functions that change a value do nothing. */
  String applyToHeads(Object heads) {
    return Evaluation.run(nodes, heads, new Functions(true));
  }

  /** A function that does not exist is an error even where no row comes to it. */
  private static void checkNames(Node node) {
    switch (node) {
      case Node.Text text -> {
        // names nothing
      }
      case Node.Action(Node.Pipeline pipeline) -> checkNames(pipeline);
      case Node.If(var condition, var then, var otherwise) -> {
        checkNames(condition);
        then.forEach(Template::checkNames);
        otherwise.forEach(Template::checkNames);
      }
      case Node.With(var value, var then, var otherwise) -> {
        checkNames(value);
        then.forEach(Template::checkNames);
        otherwise.forEach(Template::checkNames);
      }
      case Node.Range(var variables, var items, var body, var otherwise) -> {
        checkNames(items);
        body.forEach(Template::checkNames);
        otherwise.forEach(Template::checkNames);
      }
    }
  }

  private static void checkNames(Node.Pipeline pipeline) {
    for (Node.Command command : pipeline.commands()) {
      for (Node.Operand operand : command.words()) {
        switch (operand.base()) {
          case Node.Function(String name) -> Functions.require(name);
          case Node.Group(Node.Pipeline inner) -> checkNames(inner);
          case Node.Dot dot -> {}
          case Node.Variable variable -> {}
          case Node.Literal literal -> {}
        }
      }
    }
  }
}
