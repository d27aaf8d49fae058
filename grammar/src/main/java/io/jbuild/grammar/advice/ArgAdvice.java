package io.jbuild.grammar.advice;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.VariableTable;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.outline.StageGraph;
import io.jbuild.grammar.shell.ShellText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** unseen-arg and unused-arg: ARGs before the first FROM that no FROM and no stage takes. */
final class ArgAdvice {
  private static final Set<String> MEANT_FOR_THE_BUILDER =
      Set.of("SOURCE_DATE_EPOCH", "DOCKERFILE_FRONTEND");

  private final Dockerfile file;
  private final AdviceFindings findings;
  private final WordExpander expander;

  ArgAdvice(Dockerfile file, CheckSettings settings, AdviceFindings findings) {
    this.file = file;
    this.findings = findings;
    this.expander = WordExpander.words(file.directives().escape());
  }

  void run() {
    Set<String> taken = taken();
    Map<String, Word> untaken = new LinkedHashMap<>();
    for (Arg arg : file.globalArgs().reversed()) {
      for (ArgDeclaration declaration : arg.declarations().reversed()) {
        String name = declaration.name().text();
        if (taken.contains(name)) {
          declaration.defaultValue().ifPresent(word -> use(word, taken));
        } else if (!isForTheBuilder(name)) {
          untaken.put(name, declaration.name());
        }
      }
    }
    if (!untaken.isEmpty()) {
      unseen(untaken);
      unused(untaken);
    }
  }

  private static boolean isForTheBuilder(String name) {
    return name.startsWith("BUILDKIT_")
        || name.startsWith("TARGET")
        || name.startsWith("BUILD")
        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy")
        || MEANT_FOR_THE_BUILDER.contains(name);
  }

  /** What FROM uses and stages declare. */
  private Set<String> taken() {
    Set<String> taken = new HashSet<>();
    for (Stage stage : file.stages()) {
      use(stage.from().image(), taken);
      stage.from().platform().ifPresent(platform -> use(platform, taken));
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Arg arg) {
          arg.declarations().forEach(d -> taken.add(d.name().text()));
        }
      }
    }
    return taken;
  }

  private void use(Word word, Set<String> names) {
    var expansion = expander.expand(word.text(), Variables.NONE);
    names.addAll(expansion.used());
    names.addAll(expansion.unset());
    // An expansion that is wrong, or nested, names more than it tells.
    int at = word.text().indexOf('$');
    if (!expansion.ok() || (at >= 0 && word.text().indexOf('$', at + 1) >= 0)) {
      var every = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*").matcher(word.text());
      while (every.find()) {
        names.add(every.group());
      }
    }
  }

  /** Tells of each name where it is used first, and takes it out. */
  private void unseen(Map<String, Word> untaken) {
    StageGraph graph = StageGraph.of(file, Map.of());
    Map<Integer, VariableTable> sets = new HashMap<>();
    for (Stage stage : file.stages()) {
      VariableTable own = graph.baseStage(stage.index()).map(sets::get).orElse(VariableTable.EMPTY);
      for (Instruction instruction : stage.instructions()) {
        if (instruction instanceof Env env) {
          for (KeyValue pair : env.variables()) {
            String name = pair.key().text();
            own = untaken.containsKey(name) ? own.with(name, "") : own;
          }
        } else if (instruction instanceof Run run
            && run.command() instanceof ShellCommand command
            && !untaken.isEmpty()) {
          unseen(ShellText.of(file, run, command), stage, own, untaken);
        }
      }
      sets.put(stage.index(), own);
    }
  }

  private void unseen(ShellText text, Stage stage, VariableTable own, Map<String, Word> untaken) {
    var script = new ScriptVariables(text.text());
    for (Map.Entry<String, Range> use : script.uses().entrySet()) {
      String name = use.getKey();
      // What the script sets itself is not the ARG that it means.
      if (!script.sets(name) && own.get(name).isEmpty() && untaken.remove(name) != null) {
        int end = stage.from().range().end();
        findings.add(
            AdviceRule.UNSEEN_ARG,
            text.range(use.getValue().start(), use.getValue().end()),
            "`" + name + "` is not set here: ARGs before the first FROM are seen by FROM alone",
            "write `ARG " + name + "` after the FROM of this stage",
            Fix.suggested(
                "declare `" + name + "` in this stage", new Range(end, end), "\nARG " + name));
      }
    }
  }

  private void unused(Map<String, Word> untaken) {
    TreeSet<String> mentioned = ScriptVariables.mentioned(file.source().text());
    untaken.forEach(
        (name, declared) -> {
          String near = mentioned.ceiling(name);
          if (near == null || !near.startsWith(name)) {
            findings.add(
                AdviceRule.UNUSED_ARG,
                declared.range(),
                "no FROM uses `" + name + "`, and no stage declares it",
                "remove it, or write `ARG " + name + "` in the stage that wants it");
          }
        });
  }
}
