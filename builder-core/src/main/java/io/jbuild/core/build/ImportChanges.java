package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.BaseImages;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlanRequest;
import io.jbuild.core.plan.PlanResult;
import io.jbuild.core.plan.Planner;
import io.jbuild.core.plan.Step;
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
 * of an image without files and config, is planned like any other.
 */
public final class ImportChanges {
  private static final String BASE = "imported";

  private ImportChanges() {}

  /**
   * The config.
   *
   * @throws BuildFailure when an instruction is wrong, or is one that changes files
   */
  public static ContainerConfig apply(List<String> changes, Platform platform) throws BuildFailure {
    var text = new StringBuilder("FROM " + BASE + "\n");
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
            new BaseImages(Map.of(new BaseImages.Key(BASE, platform), empty(platform))));
    fail(result.diagnostics());
    Plan plan = result.plan().orElseThrow();
    List<Diagnostic> steps =
        plan.steps().stream()
            .filter(step -> !(step.step() instanceof Step.PullImage))
            .filter(step -> !(step.step() instanceof Step.MakeDirectory))
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

  private static PinnedImage empty(Platform platform) {
    return new PinnedImage(
        BASE,
        platform,
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(new byte[0]), 0),
        List.of(),
        new ImageConfig(
            platform, Optional.empty(), "", ContainerConfig.EMPTY, List.of(), List.of()),
        new PinnedImage.Location.LocalStore());
  }

  private static void fail(List<Diagnostic> diagnostics) throws BuildFailure {
    List<Diagnostic> errors =
        diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new BuildFailure(errors);
    }
  }
}
