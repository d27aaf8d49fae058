package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.VariableUse.Role;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.WordExpander;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of variables as far as a text alone tells them. Made in time in proportion to the
 * text; to look one up takes next to none.
 */
final class VariableValues {
  /** Characters of a word or a value; variables that double themselves come to nothing. */
  private static final int LONGEST = 4096;

  private static final Map<String, List<Value>> NONE = Map.of();

  private final Draft draft;
  private final Map<Integer, Scope> scopes = new HashMap<>();

  /**
   * What a variable is from a place on.
   *
   * @param from the end of the instruction that sets it
   * @param text nothing where it is too long to tell
   */
  private record Value(int from, Optional<String> text) {}

  /** The values of one stage, by name, each in the order of the text. */
  private record Scope(Map<String, List<Value>> args, Map<String, List<Value>> env) {
    Scope() {
      this(new HashMap<>(), new HashMap<>());
    }

    /** ENV wins over ARG. */
    Optional<String> at(int offset, String name) {
      return last(env, offset, name).or(() -> last(args, offset, name)).flatMap(Value::text);
    }
  }

  private static Optional<Value> last(Map<String, List<Value>> values, int offset, String name) {
    List<Value> all = values.getOrDefault(name, List.of());
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).from() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(all.get(low - 1));
  }

  VariableValues(Draft draft, VariableUses uses) {
    this.draft = draft;
    for (VariableUse use : uses.all()) {
      if (use.writes()) {
        add(use, draft.clauseAt(use.range().start()).orElseThrow());
      }
    }
  }

  /** What an instruction sets holds behind it. */
  private void add(VariableUse use, Clause clause) {
    Scope scope = scopes.computeIfAbsent(use.scope(), key -> new Scope());
    int start = clause.range().start();
    Optional<String> value = use.value().map(word -> expand(word, name -> scope.at(start, name)));
    if (value.isEmpty() && use.inherits()) {
      value = global(use.name());
    }
    if (value.isPresent()) {
      Map<String, List<Value>> values = use.role() == Role.ENV ? scope.env() : scope.args();
      values
          .computeIfAbsent(use.name(), key -> new ArrayList<>())
          .add(new Value(clause.range().end(), value.filter(text -> text.length() <= LONGEST)));
    }
  }

  private Optional<String> global(String name) {
    Scope globals = scopes.get(VariableUse.BEFORE);
    return last(globals == null ? NONE : globals.args(), Integer.MAX_VALUE, name)
        .flatMap(Value::text);
  }

  /** What is known before the instruction at an offset, by name. */
  Function<String, Optional<String>> at(int offset, int scope) {
    if (scope == VariableUse.FROM) {
      return this::global;
    }
    Scope values = scopes.get(scope);
    return values == null ? name -> Optional.empty() : name -> values.at(offset, name);
  }

  /** The value of a variable at the place of a use: the one it is given by a declaration. */
  Optional<String> of(VariableUse use) {
    Function<String, Optional<String>> values = at(use.range().start(), use.scope());
    if (use.role() == Role.READ) {
      return values.apply(use.name());
    }
    Optional<String> given = use.value().map(word -> expand(word, values));
    return given.isPresent() || !use.inherits() ? given : global(use.name());
  }

  /**
   * A word without its quotes. A variable whose value is not known stays as it is; so does a word
   * that cannot be expanded or is longer than anybody would read.
   */
  String expand(String word, Function<String, Optional<String>> values) {
    if (word.length() > LONGEST) {
      return word;
    }
    Expansion expansion =
        WordExpander.words(draft.escape())
            .expand(word, name -> values.apply(name).or(() -> Optional.of("$" + name)));
    return expansion.ok() ? expansion.value() : word;
  }
}
