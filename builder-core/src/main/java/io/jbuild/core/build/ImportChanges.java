package io.jbuild.core.build;

import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.PlanResult;
import io.jbuild.core.plan.Planner;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The config that the {@code --change} options of an import amount to: a Dockerfile of them, on top
 * of nothing, is planned like any other.
 */
public final class ImportChanges {
  private ImportChanges() {}

  /**
   * The config.
   *
   * @throws BuildFailure when an instruction is wrong, or is one that changes files
   */
  public static ContainerConfig apply(List<String> changes, Platform platform) throws BuildFailure {
    var text = new StringBuilder("FROM scratch\n");
    changes.forEach(change -> text.append(change).append('\n'));
    Parsed parsed = DockerfileParser.parse(new Source("--change", text.toString()));
    fail(parsed.diagnostics());
    PlanResult result =
        Planner.plan(
            new PlanRequest(
                parsed.dockerfile(),
                Map.of(),
                platform,
                platform,
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                "default"),
            BaseImages.NONE);
    fail(result.diagnostics());
    Plan plan = result.plan().orElseThrow();
    List<Diagnostic> steps =
        plan.steps().stream()
            .filter(step -> !step.text().startsWith("WORKDIR"))
            .map(
                step ->
                    new Diagnostic(
                        Severity.ERROR,
                        "import-change",
                        step.source(),
                        step.range(),
                        "this instruction changes files; an import changes the config alone",
                        Optional.of("build an image on top of the imported one instead")))
            .toList();
    fail(steps);
    return plan.config().config();
  }

  private static void fail(List<Diagnostic> diagnostics) throws BuildFailure {
    List<Diagnostic> errors =
        diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
  }
}
