package io.jbuild.cli.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Values as Go's {@code fmt} prints them with {@code %v}, and what Go's templates take for true.
 */
final class GoText {
  /** What a template prints for a key that a map has not got. */
  static final String NOTHING = "<no value>";

  private GoText() {}

  static String of(Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Collection<?> items -> items.stream().map(GoText::of).collect(words("[", "]"));
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(e -> e.getKey() + ":" + of(e.getValue()))
                  .collect(words("map[", "]"));
      case Fields fields ->
          fields.values().values().stream().map(GoText::of).collect(words("{", "}"));
      default -> value.toString();
    };
  }

  private static java.util.stream.Collector<CharSequence, ?, String> words(
      String open, String close) {
    return Collectors.joining(" ", open, close);
  }

  /** Not nil, false, zero or empty. */
  static boolean isTrue(Object value) {
    return switch (value) {
      case null -> false;
      case Nil nil -> false;
      case Boolean b -> b;
      case Long n -> n != 0;
      case Double n -> n != 0;
      case String s -> !s.isEmpty();
      case List<?> items -> !items.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }
}
