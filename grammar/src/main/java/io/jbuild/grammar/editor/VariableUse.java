package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.Optional;

/**
 * A place that names a variable.
 *
 * @param name its name
 * @param range where the name stands
 * @param role what it does there
 * @param scope the stage, counted from 0; {@link #BEFORE} before the first FROM; {@link #FROM} in a
 *     FROM, which sees the ARGs before the first alone
 * @param value what is given to it: the word as written; empty if nothing is
 */
record VariableUse(String name, Range range, Role role, int scope, Optional<String> value) {
  static final int BEFORE = -1;
  static final int FROM = -2;

  enum Role {
    ARG,
    ENV,
    READ
  }

  boolean writes() {
    return role != Role.READ;
  }

  /** Whether it takes the value of an ARG of the same name before the first FROM. */
  boolean inherits() {
    return role == Role.ARG && scope >= 0 && value.isEmpty();
  }

  /** Whether a FROM sees it. */
  boolean isGlobal() {
    return scope == FROM || (scope == BEFORE && role == Role.ARG);
  }
}
