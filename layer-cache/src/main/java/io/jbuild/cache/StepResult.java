package io.jbuild.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A {@link StepRecord} without what only explains it: all that a cache hit has to read. */
public record StepResult(LayerRecord layer, Instant created, Duration took, Set<String> marks) {
  public StepResult {
    marks = Set.copyOf(marks);
  }
}
