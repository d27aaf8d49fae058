package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.GlobalScope;
import io.jbuild.grammar.outline.StageGraph;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * unused-stage. A stage with a name may be there to be built with {@code --target}: it is left
 * alone where its name says so, and where the last stage has a name too that does not tell of a
 * result, so that all of them are targets.
 */
final class StageAdvice {
  private static final Pattern TARGET =
      Pattern.compile(
          "(?:.*[-_.])?(?:dev|devel|development|debug|test|tests|testing|lint|check|validate|update|"
              + "ci|e2e|docs?|artifacts?|export|binar(?:y|ies)|vendor|local|ide|coverage|"
              + "format|bench|envs)(?:[-_.].*)?");
  private static final Pattern RESULT =
      Pattern.compile(
          "final|release|prod|production|app|application|runtime|runner|run|image|main|default");

  private final Dockerfile file;
  private final CheckSettings settings;
  private final StageGraph graph;
  private final AdviceFindings findings;

  StageAdvice(Dockerfile file, CheckSettings settings, AdviceFindings findings) {
    this.file = file;
    this.settings = settings;
    this.graph = StageGraph.of(file, GlobalScope.of(file, settings, settings.buildArgs()).values());
    this.findings = findings;
  }

  void run() {
    Optional<String> result = file.stages().getLast().name();
    boolean allTargets = result.isPresent() && !RESULT.matcher(result.get()).matches();
    Set<Integer> used = used();
    for (Stage stage : file.stages()) {
      boolean target = stage.name().map(n -> TARGET.matcher(n).matches()).orElse(false);
      if (used.contains(stage.index()) || target || (allTargets && stage.name().isPresent())) {
        continue;
      }
      findings.add(
          AdviceRule.UNUSED_STAGE,
          stage.from().alias().orElse(stage.from().image()).range(),
          stage
              .name()
              .map(name -> "nothing uses the stage `" + name + "`")
              .orElse("no other stage uses this one, and it has no name to be built by"),
          stage
              .name()
              .map(name -> "remove it, if nobody builds it with `--target=" + name + "`")
              .orElse("remove it, or name it: `FROM " + stage.from().image().text() + " AS name`"));
    }
  }

  /** What the last stage and the target need, and what any other stage takes from. */
  private Set<Integer> used() {
    Set<Integer> used = new TreeSet<>();
    int last = file.stages().size() - 1;
    used.add(last);
    settings.target().flatMap(graph::find).ifPresent(used::add);
    // Whatever is needed is a source of some stage.
    for (Stage stage : file.stages()) {
      for (int source : graph.sources(stage.index())) {
        if (source != stage.index()) {
          used.add(source);
        }
      }
    }
    ChosenStages.in(file, used);
    return used;
  }
}
