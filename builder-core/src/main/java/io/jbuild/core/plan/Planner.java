package io.jbuild.core.plan;

import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans builds: from syntax tree and pinned images to the graph of steps and the image's config.
 */
public final class Planner {
  private Planner() {}

  /**
   * What SOURCE_DATE_EPOCH names, where it is no number: the caller finds its time and plans with
   * that. Until then the build has none.
   */
  public static Optional<EpochSource> epochSource(PlanRequest request) {
    return GlobalArgs.of(request, new Findings()).epochSource();
  }

  /**
   * The images that the stages reachable from the target name and that are not pinned yet. ONBUILD
   * triggers come with a pinned image, so the caller pins what is asked for and asks again until
   * nothing new is needed.
   */
  public static NeededImages imagesNeeded(PlanRequest request, BaseImages known) {
    var findings = new Findings();
    GlobalArgs args = GlobalArgs.of(request, findings);
    StageGraph graph = StageGraph.of(request, known, args, findings);
    return new NeededImages(graph.missing(), findings.all());
  }

  /**
   * Plans a build; never throws for what a user did wrong. The syntax tree has to be free of parse
   * errors.
   */
  public static PlanResult plan(PlanRequest request, BaseImages images) {
    var findings = new Findings();
    GlobalArgs args = GlobalArgs.of(request, findings);
    StageGraph graph = StageGraph.of(request, images, args, findings);
    for (ImageRequest missing : graph.missing()) {
      reportMissing(missing, findings);
    }
    if (findings.hasErrors()) {
      return new PlanResult(Optional.empty(), findings.all());
    }
    var stages = new StagePlanner(request, args, images, graph, findings);
    List<StageState> planned = stages.plan();
    if (findings.hasErrors()) {
      return new PlanResult(Optional.empty(), findings.all());
    }
    StageState target = stages.result(graph.target().orElseThrow());
    Plan plan =
        new Plan(
            request.platform(),
            target.step,
            config(request, target),
            target.history,
            steps(request, planned),
            stages(planned),
            args.sourceDateEpoch());
    return new PlanResult(Optional.of(plan), findings.all());
  }

  private static void reportMissing(ImageRequest image, Findings findings) {
    String message = "the image `" + image.name() + "` for " + image.platform() + " is not known";
    if (image.hint().isPresent()) {
      findings.error("unknown-image", image.source(), image.range(), message, image.hint().get());
    } else {
      findings.error("unknown-image", image.source(), image.range(), message);
    }
  }

  private static ImageConfig config(PlanRequest request, StageState target) {
    target.config.labels.putAll(request.labels());
    return new ImageConfig(
        platform(request.platform(), target),
        Optional.empty(),
        target.author,
        target.config.toConfig(),
        List.of(),
        List.of());
  }

  /** The platform that was asked for; what only the base image knows of it is kept. */
  private static Platform platform(Platform asked, StageState target) {
    if (target.baseConfig.isEmpty()) {
      return asked;
    }
    Platform base = target.baseConfig.get().platform();
    boolean same =
        asked.variant().isEmpty()
            && base.os().equals(asked.os())
            && base.architecture().equals(asked.architecture());
    return same ? base : asked.withOs(base);
  }

  private static Map<String, Set<Step>> stages(List<StageState> stages) {
    Map<String, Set<Step>> byName = new HashMap<>();
    for (StageState stage : stages) {
      Set<Step> steps = byName.computeIfAbsent(stage.label, label -> new HashSet<>());
      stage.plannedSteps(false).forEach(planned -> steps.add(planned.step()));
    }
    return byName;
  }

  private static List<PlannedStep> steps(PlanRequest request, List<StageState> stages) {
    Set<Step> seen = new HashSet<>();
    var steps = new ArrayList<PlannedStep>();
    for (StageState stage : stages) {
      for (PlannedStep planned : stage.plannedSteps(request.severalPlatforms())) {
        if (seen.add(planned.step())) {
          steps.add(planned);
        }
      }
    }
    return steps;
  }
}
