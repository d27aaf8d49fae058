package io.jbuild.grammar.expand;

import java.util.Map;
import java.util.Optional;

/** The variables that a word may use. */
@FunctionalInterface
public interface Variables {
  /** No variables. */
  Variables NONE = name -> Optional.empty();

  /** The value of a variable, empty if it is not set. */
  Optional<String> get(String name);

  /** Variables out of a map. */
  static Variables of(Map<String, String> values) {
    return name -> Optional.ofNullable(values.get(name));
  }

  /** Variables out of a map whose names are compared without regard to case, as on Windows. */
  static Variables ignoringCase(Map<String, String> values) {
    Map<String, String> folded = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    folded.putAll(values);
    return of(folded);
  }
}
