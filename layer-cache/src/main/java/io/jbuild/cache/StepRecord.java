package io.jbuild.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The result of a step, beside the structured key that led to it.
 *
 * @param key digest of {@code fields} and {@code inputs}, made by the caller
 * @param fields the named parts of the key, to explain a rebuild
 * @param inputs files or other inputs by name, with their digests or any other text
 * @param below diffIDs of the layers that the step stood on or read, each the uppermost of its
 *     kind: without them this result is of no use
 * @param created when the layer was made
 * @param took how long the step ran
 * @param marks what a user of the result must know, e.g. {@code lost-owners}
 * @param place where in which build the step stood, to find it again when it has changed; empty
 *     when that is not known
 */
public record StepRecord(
    Digest key,
    SortedMap<String, String> fields,
    SortedMap<String, String> inputs,
    LayerRecord layer,
    Set<Digest> below,
    Instant created,
    Duration took,
    Set<String> marks,
    String place) {
  public StepRecord {
    Objects.requireNonNull(place);
    Objects.requireNonNull(key);
    Objects.requireNonNull(layer);
    Objects.requireNonNull(created);
    Objects.requireNonNull(took);
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    below = Collections.unmodifiableSortedSet(new TreeSet<>(below));
    SortedSet<String> sorted = new TreeSet<>(marks);
    marks = Collections.unmodifiableSortedSet(sorted);
  }

  /** A record of a step of which nobody knows where it stood. */
  public StepRecord(
      Digest key,
      SortedMap<String, String> fields,
      SortedMap<String, String> inputs,
      LayerRecord layer,
      Set<Digest> below,
      Instant created,
      Duration took,
      Set<String> marks) {
    this(key, fields, inputs, layer, below, created, took, marks, "");
  }

  /** The part that a build needs when it hits. */
  public StepResult result() {
    return new StepResult(layer, created, took, marks);
  }
}
