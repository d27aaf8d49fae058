package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Why steps run. A step without a result is compared with the record that is nearest to it: one of
 * the same instruction in the same stage of the same build, else that of its place there, else one
 * of the same instruction in any build; of several the one that was used last. Records are looked
 * at only when somebody asks, and only once a step runs.
 */
public final class Explanations {
  static final String NEW =
      "it is new: nothing like it was built here before, or it was pruned since";

  private final StoreDirectory store;
  private final String build;
  private final boolean wanted;
  private final SourceFiles sources;
  private final Map<Step, String> titles = new HashMap<>();
  private final Set<SortedMap<String, String>> planned = new HashSet<>();
  private final EarlierSteps records;
  private List<StepRecord> earlier;

  /**
   * Explanations of one build.
   *
   * @param build what tells this build from others: its context and Dockerfile
   * @param steps of its plans
   * @param wanted whether anybody asks
   */
  public Explanations(StoreDirectory store, String build, List<PlannedStep> steps, boolean wanted) {
    this(store, build, steps, wanted, new EarlierSteps(store));
  }

  /** Explanations of one build for those who have read the records already. */
  Explanations(
      StoreDirectory store,
      String build,
      List<PlannedStep> steps,
      boolean wanted,
      EarlierSteps earlier) {
    this.records = earlier;
    this.store = store;
    this.build = build;
    this.wanted = wanted;
    this.sources = new SourceFiles(store.layers());
    if (wanted) {
      for (PlannedStep step : steps) {
        titles.put(step.step(), step.title());
        planned.add(StepKey.of(step.step(), new TreeMap<>()).fields());
      }
    }
  }

  /** Where a step stands, for its record. */
  String place(StepProgress progress) {
    // Records may leave this machine, and a path of it shall not.
    return progress.hasPlace() ? stagePlace(progress) + progress.number() : "";
  }

  private String stagePlace(StepProgress progress) {
    return nameOf(build) + " " + progress.stage() + " ";
  }

  /** What records call a build. */
  static String nameOf(String build) {
    return Digest.of(build.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  /** Keeps what a later build may be told of a step. */
  void keep(StepKey key, Digest diffId, SortedMap<String, String> files) throws IOException {
    if (!files.isEmpty()) {
      sources.write(diffId, key.digest(), files);
    }
  }

  /** Tells why a step runs, if anybody asks. */
  void explain(
      Step step,
      StepKey key,
      StepRunner.Files files,
      Predicate<Step> mayReuse,
      StepProgress progress)
      throws IOException {
    if (wanted) {
      reasons(step, key, files, mayReuse, progress).forEach(progress::because);
    }
  }

  synchronized List<String> reasons(
      Step step,
      StepKey key,
      StepRunner.Files files,
      Predicate<Step> mayReuse,
      StepProgress progress)
      throws IOException {
    if (!mayReuse.test(step)) {
      return List.of("it was asked for that no earlier result is used");
    }
    if (store.steps().find(key.digest()).isPresent()) {
      return List.of("the layer of its earlier result is gone from the store");
    }
    Optional<StepRecord> nearest = nearest(key, progress);
    if (nearest.isEmpty()) {
      return List.of(NEW);
    }
    return differences(nearest.get(), step, key, files);
  }

  /** What makes a step another one than that of a record, its own fields first. */
  List<String> differences(StepRecord before, Step step, StepKey key, StepRunner.Files files)
      throws IOException {
    List<String> changedFiles = changedFiles(before, files);
    List<String> reasons = new ArrayList<>(KeyDifference.ofFields(before.fields(), key.fields()));
    reasons.addAll(changedFiles);
    KeyDifference.each(
        before.inputs(),
        key.inputs(),
        (name, old, value) -> {
          boolean ofFiles = name.startsWith("files") || name.startsWith("mount.");
          if (!ofFiles || changedFiles.isEmpty()) {
            reasons.add(ofInput(name, old, value, step));
          }
        });
    return reasons;
  }

  /**
   * What of that can be told whatever the steps before it give.
   *
   * @param files those that it reads; nothing where they are not known yet
   */
  List<String> ownDifferences(StepRecord before, StepKey key, Optional<StepRunner.Files> files)
      throws IOException {
    List<String> reasons = new ArrayList<>(KeyDifference.ofFields(before.fields(), key.fields()));
    if (files.isPresent()) {
      reasons.addAll(changedFiles(before, files.get()));
    }
    return reasons;
  }

  private List<String> changedFiles(StepRecord before, StepRunner.Files files) throws IOException {
    Optional<SortedMap<String, String>> filesBefore =
        sources.read(before.layer().diffId(), before.key());
    return filesBefore.isPresent()
        ? KeyDifference.ofFiles(filesBefore.get(), files.byPath())
        : List.of();
  }

  private String ofInput(String name, String before, String now, Step step) {
    if (name.equals("base")) {
      Step base = step.inputs().getFirst();
      return base instanceof Step.PullImage(var image, var _)
          ? "the base image `" + image.name() + "` is another one"
          : "what it stands on changed"
              + (titles.containsKey(base) ? ", by `" + titles.get(base) + "`" : "");
    }
    if (before != null && now != null && now.startsWith("commit ")) {
      return "it takes " + KeyDifference.shown(now) + ", it took " + KeyDifference.shown(before);
    }
    if (name.startsWith("files")) {
      return "the files that it takes changed";
    }
    if (name.startsWith("mount.")) {
      return "the files of its mount " + name.substring("mount.".length()) + " changed";
    }
    return "`%s` is `%s`, it was `%s`".formatted(name, now, before);
  }

  /** The record that a step is compared with. */
  synchronized Optional<StepRecord> nearest(StepKey key, StepProgress progress) throws IOException {
    if (earlier == null) {
      // Once: what this build adds is none of it.
      earlier = records.all();
    }
    String stage = stagePlace(progress);
    String place = place(progress);
    Predicate<StepRecord> sameFields = record -> record.fields().equals(key.fields());
    Optional<StepRecord> found = first(sameFields.and(record -> record.place().startsWith(stage)));
    if (found.isEmpty()) {
      found = atPlace(key, place);
    }
    return found.isPresent() ? found : first(sameFields);
  }

  private Optional<StepRecord> first(Predicate<StepRecord> wanted) {
    return earlier.stream().filter(wanted).findFirst();
  }

  /** What stood there last, unless that has only moved, or what is most like the step. */
  private Optional<StepRecord> atPlace(StepKey key, String place) {
    List<StepRecord> there =
        earlier.stream()
            .filter(record -> record.place().equals(place) && isAlike(record, key))
            .toList();
    return there.isEmpty() || planned.contains(there.getFirst().fields())
        ? Optional.empty()
        : there.stream().min(Comparator.comparingInt(record -> differences(record, key)));
  }

  private static int differences(StepRecord record, StepKey key) {
    int[] count = {0};
    KeyDifference.each(record.fields(), key.fields(), (name, before, now) -> count[0]++);
    return count[0];
  }

  private static boolean isAlike(StepRecord record, StepKey key) {
    return Stream.of("kind", "platform")
        .allMatch(name -> Objects.equals(record.fields().get(name), key.fields().get(name)));
  }
}
