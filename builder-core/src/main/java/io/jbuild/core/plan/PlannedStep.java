package io.jbuild.core.plan;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.List;

/**
 * A step with the place in the Dockerfile that asks for it; for people, not for caching.
 *
 * @param platform what the step is for, where a build has several platforms: {@code linux/arm64},
 *     or {@code linux/amd64->arm64} for one that builds for another; else empty
 * @param stage name of the stage, or {@code stage-} and its number
 * @param number of the step in its stage, from 1
 * @param count of steps in its stage
 * @param text the instruction with variables expanded where the builder expands them
 * @param places the words that a failure may be about
 */
public record PlannedStep(
    Step step,
    String platform,
    String stage,
    int number,
    int count,
    String text,
    Source source,
    Range range,
    List<StepPlace> places) {
  public PlannedStep {
    places = List.copyOf(places);
  }

  /** {@code [build 2/5] RUN make}, {@code [linux/arm64 build 2/5] RUN make}. */
  public String title() {
    return "["
        + (platform.isEmpty() ? "" : platform + " ")
        + stage
        + " "
        + number
        + "/"
        + count
        + "] "
        + text;
  }
}
