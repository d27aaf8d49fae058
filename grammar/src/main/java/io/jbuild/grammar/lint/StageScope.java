package io.jbuild.grammar.lint;

import io.jbuild.grammar.Instruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is known of a stage while its instructions are looked at one after the other. */
final class StageScope {
  /** ARGs that no word sees: they are for BuildKit's scanner. */
  static final Set<String> NOT_IN_WORDS =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  final Map<String, String> variables = new LinkedHashMap<>();
  final Set<String> args = new HashSet<>();
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
    child.variables.putAll(variables);
    child.args.addAll(args);
    child.workdirGiven = workdirGiven;
    child.shellGiven = shellGiven;
    return child;
  }

  boolean isWindows() {
    return platform.os().equals("windows");
  }
}
