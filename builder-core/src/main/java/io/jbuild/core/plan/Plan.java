package io.jbuild.core.plan;

import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to build one image for one platform.
 *
 * @param target the step whose root filesystem the image has
 * @param config of the image, without {@code created}, diffIDs and history
 * @param history of the whole image, the base's entries first
 * @param steps every reachable step in the order of the Dockerfile, each once; {@code scratch} is
 *     not listed
 * @param stages the steps of each needed stage by its name (or {@code stage-} and its number),
 *     those of other stages too where they are equal
 * @param sourceDateEpoch what the build arg or global ARG SOURCE_DATE_EPOCH says
 */
public record Plan(
    Platform platform,
    Step target,
    ImageConfig config,
    List<HistoryLine> history,
    List<PlannedStep> steps,
    Map<String, Set<Step>> stages,
    Optional<Instant> sourceDateEpoch) {
  /** The comment of the history lines that jbuild writes. */
  public static final String HISTORY_COMMENT = "jbuild.dockerfile.v0";

  public Plan {
    history = List.copyOf(history);
    steps = List.copyOf(steps);
    stages = Map.copyOf(stages);
  }

  /** A line of the image's history before anything has run. */
  public sealed interface HistoryLine {
    /** A line of the base image, as it stands there. */
    record Inherited(History entry) implements HistoryLine {}

    /**
     * A line of this build.
     *
     * @param step that makes its layer; nothing for an empty layer
     */
    record Built(String createdBy, Optional<Step> step) implements HistoryLine {}
  }
}
