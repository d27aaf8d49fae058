package io.jbuild.core.build;

import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What passes between a build and those before and after it.
 *
 * @param any whether it may use earlier results
 * @param exceptStages names of stages whose steps are run again
 * @param recorded whether its own results, and the image, are kept for later ones
 * @param explained whether it is told why steps run
 */
public record Reuse(boolean any, List<String> exceptStages, boolean recorded, boolean explained) {
  public static final Reuse ALL = new Reuse(true, List.of(), true);

  /** {@code --no-cache}: later builds may use what this one gives. */
  public static final Reuse NONE = new Reuse(false, List.of(), true);

  /** Nothing passes either way: a build that only looks what it comes to. */
  public static final Reuse APART = new Reuse(false, List.of(), false);

  /** Without explanations. */
  public Reuse(boolean any, List<String> exceptStages, boolean recorded) {
    this(any, exceptStages, recorded, false);
  }

  /** The same, and it is told why steps run. */
  public Reuse withExplanations() {
    return new Reuse(any, exceptStages, recorded, true);
  }

  public Reuse {
    exceptStages = List.copyOf(exceptStages);
  }

  /** Tells for each step of the plans whether its earlier result may be used. */
  Predicate<Step> in(List<Plan> plans) {
    if (!any || exceptStages.isEmpty()) {
      return step -> any;
    }
    Set<Step> fresh = new HashSet<>();
    for (Plan plan : plans) {
      for (String stage : exceptStages) {
        fresh.addAll(plan.stages().getOrDefault(stage.toLowerCase(Locale.ROOT), Set.of()));
      }
    }
    return step -> !fresh.contains(step);
  }
}
