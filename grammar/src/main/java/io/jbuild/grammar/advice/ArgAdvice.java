package io.jbuild.grammar.advice;

import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.expand.Variables;
import io.jbuild.grammar.expand.WordExpander;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.outline.StageGraph;
import io.jbuild.grammar.shell.ShellText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    List<Arg> globals = file.globalArgs();
    for (Arg arg : globals.reversed()) {
      for (ArgDeclaration declaration : arg.declarations().reversed()) {
        String name = declaration.name().text();
        if (taken.contains(name)) {
          declaration.defaultValue().ifPresent(word -> use(word, taken));
        } else if (!isForTheBuilder(name)) {
          report(declaration.name());
        }
      }
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

  private void report(Word declared) {
    String name = declared.text();
    Pattern use =
        Pattern.compile("\\$(?:" + name + "(?![A-Za-z0-9_])|\\{" + name + "[^A-Za-z0-9_])");
    StageGraph graph = StageGraph.of(file, Map.of());
    Map<Integer, Boolean> sets = new HashMap<>();
    for (Stage stage : file.stages()) {
      boolean own = graph.baseStage(stage.index()).map(sets::get).orElse(false);
      for (Instruction instruction : stage.instructions()) {
        own |= sets(instruction, name);
        Optional<Range> found = own ? Optional.empty() : find(instruction, use);
        if (found.isPresent()) {
          findings.add(
              AdviceRule.UNSEEN_ARG,
              found.get(),
              "`" + name + "` is not set here: ARGs before the first FROM are seen by FROM alone",
              "write `ARG " + name + "` after the FROM of this stage",
              Fix.suggested(
                  "declare `" + name + "` in this stage",
                  new Range(stage.from().range().end(), stage.from().range().end()),
                  "\nARG " + name));
          return;
        }
      }
      sets.put(stage.index(), own);
    }
    if (!file.source().text().contains("$" + name) && !file.source().text().contains("{" + name)) {
      findings.add(
          AdviceRule.UNUSED_ARG,
          declared.range(),
          "no FROM uses `" + name + "`, and no stage declares it",
          "remove it, or write `ARG " + name + "` in the stage that wants it");
    }
  }

  private static boolean sets(Instruction instruction, String name) {
    return instruction instanceof Env env
        && env.variables().stream().anyMatch(pair -> pair.key().text().equals(name));
  }

  /** Scripts may set the name themselves; then it is not the ARG that they mean. */
  private Optional<Range> find(Instruction instruction, Pattern use) {
    if (!(instruction instanceof Run run) || !(run.command() instanceof ShellCommand command)) {
      return Optional.empty();
    }
    ShellText text = ShellText.of(file, run, command);
    var found = use.matcher(text.text());
    if (!found.find()) {
      return Optional.empty();
    }
    String name = found.group().replaceAll("[^A-Za-z0-9_]", "");
    boolean assigned =
        Pattern.compile(
                "(?:^|[^A-Za-z0-9_$])" + name + "=|(?:for|read|local)\\s[^;&|]*\\b" + name + "\\b")
            .matcher(text.text())
            .find();
    return assigned ? Optional.empty() : Optional.of(text.range(found.start(), found.end()));
  }
}
