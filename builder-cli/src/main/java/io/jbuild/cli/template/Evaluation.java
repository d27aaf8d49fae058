package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a template on a value. */
final class Evaluation {
  /** More than any list of images prints, less than the memory there is. */
  private static final int LONGEST = 64 << 20;

  private final Functions functions;
  private final StringBuilder out = new StringBuilder();
  private final List<Map.Entry<String, Object>> variables = new ArrayList<>();

  private Evaluation(Functions functions, Object root) {
    this.functions = functions;
    variables.add(entry("", root));
  }

  static String run(List<Node> nodes, Object root, Functions functions) {
    var evaluation = new Evaluation(functions, root);
    evaluation.all(nodes, root);
    return evaluation.out.toString();
  }

  private static Map.Entry<String, Object> entry(String name, Object value) {
    return new java.util.AbstractMap.SimpleEntry<>(name, value);
  }

  private void all(List<Node> nodes, Object dot) {
    int scope = variables.size();
    for (Node node : nodes) {
      switch (node) {
        case Node.Text(String text) -> out.append(text);
        case Node.Action(Node.Pipeline pipeline) -> {
          Object value = value(pipeline, dot);
          if (pipeline.variable().isEmpty()) {
            out.append(value == null ? GoText.NOTHING : GoText.of(value));
          }
        }
        case Node.If(Node.Pipeline condition, List<Node> then, List<Node> otherwise) ->
            all(GoText.isTrue(value(condition, dot)) ? then : otherwise, dot);
        case Node.With(Node.Pipeline pipeline, List<Node> then, List<Node> otherwise) -> {
          Object value = value(pipeline, dot);
          all(GoText.isTrue(value) ? then : otherwise, GoText.isTrue(value) ? value : dot);
        }
        case Node.Range range -> range(range, dot);
      }
      if (out.length() > LONGEST) {
        throw new TemplateException("the template prints more than " + LONGEST + " characters");
      }
    }
    while (variables.size() > scope) {
      variables.removeLast();
    }
  }

  private void range(Node.Range range, Object dot) {
    Object items = value(range.items(), dot);
    Map<Object, Object> pairs = new java.util.LinkedHashMap<>();
    switch (items) {
      case null -> {
        // nothing, as an empty list
      }
      case Nil nil -> {
        // the same
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          pairs.put((long) i, list.get(i));
        }
      }
      case Map<?, ?> map -> pairs.putAll(new TreeMap<>(map));
      default -> throw new TemplateException("`range` needs a list or a map, not " + kind(items));
    }
    if (pairs.isEmpty()) {
      all(range.otherwise(), dot);
      return;
    }
    int scope = variables.size();
    for (Map.Entry<Object, Object> pair : pairs.entrySet()) {
      List<String> names = range.variables();
      if (names.size() == 2) {
        variables.add(entry(names.getFirst(), pair.getKey()));
      }
      if (!names.isEmpty()) {
        variables.add(entry(names.getLast(), pair.getValue()));
      }
      all(range.body(), pair.getValue());
      while (variables.size() > scope) {
        variables.removeLast();
      }
    }
  }

  private Object value(Node.Pipeline pipeline, Object dot) {
    Object value = null;
    boolean first = true;
    for (Node.Command command : pipeline.commands()) {
      value = value(command, dot, first ? List.of() : java.util.Collections.singletonList(value));
      first = false;
    }
    if (pipeline.declares()) {
      variables.add(entry(pipeline.variable(), value));
    } else if (!pipeline.variable().isEmpty()) {
      variable(pipeline.variable()).setValue(value);
    }
    return value;
  }

  private Object value(Node.Command command, Object dot, List<?> piped) {
    Node.Operand first = command.words().getFirst();
    List<Node.Operand> rest = command.words().subList(1, command.words().size());
    if (first.base() instanceof Node.Function(String name)) {
      List<Object> arguments = new ArrayList<>();
      for (Node.Operand operand : rest) {
        Object value = value(operand, dot);
        arguments.add(value);
        if (Functions.isDecided(name, value)) {
          return value;
        }
      }
      arguments.addAll(piped);
      return fields(functions.call(name, arguments), first.fields());
    }
    if (!rest.isEmpty() || !piped.isEmpty()) {
      throw new TemplateException("a value in the template takes no arguments");
    }
    return value(first, dot);
  }

  private Object value(Node.Operand operand, Object dot) {
    Object base =
        switch (operand.base()) {
          case Node.Dot() -> dot;
          case Node.Variable(String name) -> variable(name).getValue();
          case Node.Literal(Object literal) -> literal;
          case Node.Function(String name) -> functions.call(name, List.of());
          case Node.Group(Node.Pipeline pipeline) -> value(pipeline, dot);
        };
    return fields(base, operand.fields());
  }

  private Map.Entry<String, Object> variable(String name) {
    for (Map.Entry<String, Object> variable : variables.reversed()) {
      if (variable.getKey().equals(name)) {
        return variable;
      }
    }
    throw new TemplateException("the template uses `$" + name + "`, which it does not set");
  }

  private static Object fields(Object base, List<String> names) {
    Object value = base;
    for (String name : names) {
      value =
          switch (value) {
            case Fields fields -> {
              if (!fields.values().containsKey(name)) {
                throw new TemplateException(
                    "there is no field `."
                        + name
                        + "`; there are "
                        + fields.values().keySet().stream()
                            .map(field -> "`." + field + "`")
                            .collect(Collectors.joining(", ")));
              }
              yield fields.values().get(name);
            }
            case Map<?, ?> map -> map.get(name);
            case Nil nil when nil == Nil.MAP -> null;
            case Nil nil -> throw new TemplateException("`." + name + "` is asked for of nothing");
            case null -> throw new TemplateException("`." + name + "` is asked for of nothing");
            default ->
                throw new TemplateException("there is no field `." + name + "` in " + kind(value));
          };
    }
    return value;
  }

  static String kind(Object value) {
    return switch (value) {
      case null -> "nothing";
      case Nil nil -> "nothing";
      case String s -> "a text";
      case Boolean b -> "true or false";
      case Number n -> "a number";
      case List<?> l -> "a list";
      default -> "a map";
    };
  }
}
