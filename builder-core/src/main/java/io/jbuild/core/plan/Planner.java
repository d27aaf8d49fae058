package io.jbuild.core.plan;

import java.util.List;
import java.util.Optional;

/**
 * Plans builds: from syntax tree and pinned images to the graph of steps and the image's config.
 */
public final class Planner {
  private Planner() {}

  /**
   * The images that the stages reachable from the target name and that are not pinned yet. ONBUILD
   * triggers come with a pinned image, so the caller pins what is asked for and asks again until
   * nothing new is needed.
   */
  public static NeededImages imagesNeeded(PlanRequest request, BaseImages known) {
    return new NeededImages(List.of(), List.of());
  }

  /** Plans a build; never throws for what a user did wrong. */
  public static PlanResult plan(PlanRequest request, BaseImages images) {
    return new PlanResult(Optional.empty(), List.of());
  }
}
