package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.VariableUse.Role;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.WordExpander;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of variables as far as a text alone tells them. */
final class VariableValues {
  private final Draft draft;
  private final List<VariableUse> uses;
  private final Map<String, String> globals;

  VariableValues(Draft draft, VariableUses uses) {
    this.draft = draft;
    this.uses = uses.all();
    this.globals = known(draft.text().length(), VariableUse.BEFORE, Map.of(), false);
  }

  /**
   * What is known before the instruction at an offset. What an instruction sets holds behind it,
   * and ENV wins over ARG.
   */
  Map<String, String> at(int offset, int scope) {
    return switch (scope) {
      case VariableUse.FROM -> globals;
      case VariableUse.BEFORE -> known(offset, scope, Map.of(), true);
      default -> known(offset, scope, globals, true);
    };
  }

  private Map<String, String> known(
      int offset, int scope, Map<String, String> inherited, boolean withEnv) {
    Map<String, String> args = new HashMap<>();
    Map<String, String> env = new HashMap<>();
    Map<String, String> before = Map.of();
    Clause last = null;
    for (VariableUse use : uses) {
      if (!use.writes() || use.scope() != scope) {
        continue;
      }
      Clause clause = draft.clauseAt(use.range().start()).orElseThrow();
      if (clause.range().end() >= offset) {
        break;
      }
      if (clause != last) {
        last = clause;
        before = new HashMap<>(args);
        before.putAll(env);
      }
      Map<String, String> seen = before;
      Optional<String> value = use.value().map(word -> expand(word, seen));
      if (value.isEmpty() && use.role() == Role.ARG) {
        value = Optional.ofNullable(inherited.get(use.name()));
      }
      value.ifPresent(v -> (use.role() == Role.ENV ? env : args).put(use.name(), v));
    }
    if (withEnv) {
      args.putAll(env);
    }
    return args;
  }

  /** The value of a variable at the place of a use: the one it is given by a declaration. */
  Optional<String> of(VariableUse use) {
    Map<String, String> values = at(use.range().start(), use.scope());
    if (use.role() == Role.READ) {
      return Optional.ofNullable(values.get(use.name()));
    }
    Optional<String> given = use.value().map(word -> expand(word, values));
    return given.isPresent() || !use.inherits()
        ? given
        : Optional.ofNullable(globals.get(use.name()));
  }

  /**
   * A word without its quotes. A variable whose value is not known stays as it is; so does a word
   * that cannot be expanded.
   */
  String expand(String word, Map<String, String> values) {
    Expansion expansion =
        WordExpander.words(draft.escape())
            .expand(word, name -> Optional.of(values.getOrDefault(name, "$" + name)));
    return expansion.ok() ? expansion.value() : word;
  }
}
