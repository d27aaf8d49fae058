package io.jbuild.cli.lsp;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.outline.StageGraph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The stages that a build of the last one leaves out. */
final class UnneededStages {
  private UnneededStages() {}

  /** The FROM of each, with what is to be said of it. */
  static Map<Instruction, String> of(Dockerfile file) {
    Map<Instruction, String> unneeded = new LinkedHashMap<>();
    if (file.stages().isEmpty()) {
      return unneeded;
    }
    Map<String, String> globals = new HashMap<>();
    for (Arg arg : file.globalArgs()) {
      for (ArgDeclaration declared : arg.declarations()) {
        declared
            .defaultValue()
            .ifPresent(value -> globals.put(declared.name().text(), value.text()));
      }
    }
    Stage target = file.stages().getLast();
    Set<Integer> needed = StageGraph.of(file, globals).needed(target.index());
    for (Stage stage : file.stages()) {
      if (!needed.contains(stage.index())) {
        String name = target.name().map(n -> "`" + n + "`").orElse("stage " + target.index());
        unneeded.put(stage.from(), "not reachable from the target, " + name);
      }
    }
    return unneeded;
  }
}
