package io.jbuild.core.build;

import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which earlier results a build may use.
 *
 * @param any whether it may use any; new results are recorded either way
 * @param exceptStages names of stages whose steps are run again
 */
public record Reuse(boolean any, List<String> exceptStages) {
  public static final Reuse ALL = new Reuse(true, List.of());
  public static final Reuse NONE = new Reuse(false, List.of());

  public Reuse {
    exceptStages = List.copyOf(exceptStages);
  }

  /** Tells for each step of a plan whether its earlier result may be used. */
  Predicate<Step> in(Plan plan) {
    if (!any || exceptStages.isEmpty()) {
      return step -> any;
    }
    Set<Step> fresh = new HashSet<>();
    for (String stage : exceptStages) {
      fresh.addAll(plan.stages().getOrDefault(stage.toLowerCase(Locale.ROOT), Set.of()));
    }
    return step -> !fresh.contains(step);
  }
}
