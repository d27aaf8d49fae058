package io.jbuild.grammar.lint;

import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.expand.VariableTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known of a stage while its instructions are looked at one after the other. */
final class StageScope {
  /** ARGs that no word sees: they are for BuildKit's scanner. */
  static final Set<String> NOT_IN_WORDS =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  VariableTable variables = VariableTable.EMPTY;

  /** The names alone. */
  private VariableTable args = VariableTable.EMPTY;

  PlatformName platform;
  boolean workdirGiven;
  boolean shellGiven;

  /** The last CMD, ENTRYPOINT and HEALTHCHECK of this stage alone. */
  final Map<String, Instruction> once = new HashMap<>();

  StageScope(PlatformName platform) {
    this.platform = platform;
  }

  /** A stage that stands on this one. */
  StageScope child() {
    var child = new StageScope(platform);
    child.variables = variables;
    child.args = args;
    child.workdirGiven = workdirGiven;
    child.shellGiven = shellGiven;
    return child;
  }

  void set(String name, String value) {
    variables = variables.with(name, value);
  }

  void declare(String name) {
    args = args.with(name, "");
  }

  /** Whether an ARG declares a name, with a value or without. */
  boolean declares(String name) {
    return args.get(name).isPresent();
  }

  /** The names that have a value or are declared; none if there are more than some. */
  Set<String> names(int most) {
    Set<String> names = new HashSet<>();
    if (variables.size() + args.size() <= most) {
      variables.forEachName(names::add);
      args.forEachName(names::add);
    }
    return names;
  }

  boolean isWindows() {
    return platform.os().equals("windows");
  }
}
