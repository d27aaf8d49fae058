package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Workdir;
import io.jbuild.grammar.expand.Expansion;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.WordPart;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the instructions of a stage have set so far, for those that follow. */
final class Scope {
  /** Stands for an expansion whose value nobody knows. */
  static final String UNKNOWN = "${VAR}";

  /** Stands for the value that a build gives to an ARG without default. */
  private static final String GIVEN = "1";

  /** Longer values are as good as unknown: they could double with every line. */
  private static final int LONGEST_VALUE = 256;

  /** How many stages a variable is looked for in, one standing on the other. */
  private static final int DEEPEST_LINEAGE = 100;

  private final Optional<Scope> base;
  private final Optional<Scope> global;
  private final WordExpander words;
  private final Map<String, String> variables = new HashMap<>();
  private boolean workdir;

  /**
   * A scope in which nothing is set but what another stage hands on.
   *
   * @param base of the stage that this one stands on
   * @param global of what stands before the first FROM
   */
  Scope(Optional<Scope> base, Optional<Scope> global, char escape) {
    this.base = base;
    this.global = global;
    this.words = WordExpander.words(escape);
    this.workdir = base.isPresent() && base.get().workdir;
  }

  /** Takes in what an instruction sets. */
  void add(Instruction instruction) {
    if (instruction instanceof Env env) {
      Map<String, String> set = new HashMap<>();
      for (KeyValue pair : env.variables()) {
        set.put(text(pair.key().text()), value(pair.value().text()));
      }
      variables.putAll(set);
    } else if (instruction instanceof Arg arg) {
      for (ArgDeclaration declared : arg.declarations()) {
        String name = declared.name().text();
        variables.put(
            name,
            declared
                .defaultValue()
                .map(value -> value(value.text()))
                .or(() -> global.flatMap(scope -> scope.variable(name)))
                .orElse(GIVEN));
      }
    } else if (instruction instanceof Workdir) {
      workdir = true;
    }
  }

  private String value(String word) {
    return known(word).filter(value -> value.length() <= LONGEST_VALUE).orElse(UNKNOWN);
  }

  /** The value of a variable; empty if the stage has none of the name. */
  Optional<String> variable(String name) {
    Scope at = this;
    for (int i = 0; at != null && i < DEEPEST_LINEAGE; i++, at = at.base.orElse(null)) {
      String value = at.variables.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** What stands before the first FROM. */
  Scope global() {
    return global.orElse(this);
  }

  /** Whether a variable is defined here, those of base images aside. */
  boolean defines(String name) {
    return variable(name).isPresent();
  }

  /** Whether a WORKDIR stands before. */
  boolean hasWorkdir() {
    return workdir;
  }

  /** A word of an instruction as it comes out: empty if it holds a variable nobody knows. */
  Optional<String> known(String word) {
    Expansion expansion = words.expand(word, this::variable);
    return expansion.ok() && expansion.unset().isEmpty() && !expansion.value().contains(UNKNOWN)
        ? Optional.of(expansion.value())
        : Optional.empty();
  }

  /** A word of an instruction without its quotes, variables left as they are written. */
  String text(String word) {
    Expansion expansion = words.expand(word, name -> Optional.of("${" + name + "}"));
    return expansion.ok() ? expansion.value() : word;
  }

  /** A word of a script without quotes, {@link #UNKNOWN} where an expansion is not known. */
  String expand(ShellWord word) {
    return word.expand(part -> Optional.of(value(part)));
  }

  private String value(WordPart part) {
    boolean plain =
        part.kind() == WordPart.Kind.VARIABLE
            && (part.raw().length() == part.value().length() + 1
                || part.raw().equals("${" + part.value() + "}"));
    return plain ? variable(part.value()).orElse(UNKNOWN) : UNKNOWN;
  }
}
