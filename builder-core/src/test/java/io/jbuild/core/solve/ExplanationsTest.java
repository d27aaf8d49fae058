package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.cache.Digest;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationsTest {
  private static final String NEW =
      "it is new: nothing like it was built here before, or it was pruned since";

  @TempDir Path temporary;
  private StoreDirectory store;
  private int minutes;

  @BeforeEach
  void open() throws IOException {
    store = StoreDirectory.open(temporary.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static Step run(String script, String... environment) {
    return new Step.RunCommand(
        new Step.Scratch(),
        Platform.parse("linux/amd64"),
        List.of("/bin/sh", "-c", script),
        List.of(environment),
        List.of(),
        "",
        "/",
        new Step.Confinement("default", false, "h", List.of()),
        List.of(),
        Optional.empty());
  }

  private static PlannedStep planned(Step step, int number) {
    return new PlannedStep(
        step, "", "s", number, 9, "TEXT", new Source("f", "x"), new Range(0, 1), List.of());
  }

  private Explanations explanations(String build, Step... plan) {
    List<PlannedStep> steps = new ArrayList<>();
    for (Step step : plan) {
      steps.add(planned(step, steps.size() + 1));
    }
    return new Explanations(store, build, steps, true);
  }

  private static TreeMap<String, String> inputs(String base) {
    return new TreeMap<>(Map.of("base", base, "files", "all of them"));
  }

  /** A build has run a step, later than all before. */
  private void ran(String build, int number, Step step, String base, Map<String, String> files)
      throws IOException {
    var listener = new StepProgress(1, planned(step, number), event -> {});
    Explanations explanations = explanations(build);
    StepKey key = StepKey.of(step, inputs(base));
    Digest layer = Digest.of((build + number).getBytes(StandardCharsets.UTF_8));
    store
        .steps()
        .put(
            new StepRecord(
                key.digest(),
                key.fields(),
                key.inputs(),
                new LayerRecord(layer, 1, layer, Optional.of(layer)),
                Set.of(),
                Instant.EPOCH,
                Duration.ZERO,
                Set.of(),
                explanations.place(listener)));
    explanations.keep(key, layer, new TreeMap<>(files));
    Path file = store.root().resolve("steps").resolve(key.digest().hex() + ".json");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(60L * ++minutes)));
  }

  private List<String> why(
      Explanations explanations, int number, Step step, String base, Map<String, String> files)
      throws IOException {
    List<String> reasons = new ArrayList<>();
    var progress =
        new StepProgress(
            7,
            planned(step, number),
            event -> reasons.add(((BuildEvent.Note) event).text().replace("#7 because ", "")));
    explanations.explain(
        step, StepKey.of(step, inputs(base)), () -> new TreeMap<>(files), any -> true, progress);
    return reasons;
  }

  @Test
  void changedNewAndMissingFilesAreNamed() throws Exception {
    Step step = run("make");
    ran("b", 1, step, "base", Map.of("a", "1", "b\n", "1", "c", "1"));
    StepKey now = StepKey.of(step, inputs("base"));
    assertEquals(
        List.of("the layer of its earlier result is gone from the store"),
        why(explanations("b", step), 1, step, "base", Map.of()),
        "the same key: " + now.digest());
    assertEquals(
        List.of("`a` changed", "`b` is gone", "`d` is new", "what it stands on changed"),
        why(explanations("b", step), 1, step, "other", Map.of("a", "2", "c", "1", "d", "1")));
  }

  @Test
  void manyFilesAreCounted() throws Exception {
    Step step = run("make");
    var before = new TreeMap<String, String>();
    var now = new TreeMap<String, String>();
    for (int i = 0; i < 30; i++) {
      before.put("f" + (10 + i), "1");
      now.put("f" + (10 + i), "2");
    }
    ran("b", 1, step, "base", before);
    List<String> reasons = why(explanations("b", step), 1, step, "other", now);
    assertEquals("`f14` changed", reasons.get(4));
    assertEquals("and 25 more files", reasons.get(5));
    assertEquals(7, reasons.size());
  }

  @Test
  void variablesAreNamedWithoutTheirValues() throws Exception {
    ran("b", 1, run("make", "A=1", "B=secret", "C=1"), "base", Map.of());
    Step now = run("make", "B=other", "C=1", "D=1");
    assertEquals(
        List.of(
            "the variable `A` is gone",
            "the variable `B` has another value",
            "the variable `D` is new"),
        why(explanations("b", now), 1, now, "base", Map.of()));
    Step turned = run("make", "C=1", "A=1", "B=secret");
    assertEquals(
        List.of("the variables stand in another order"),
        why(explanations("b", turned), 1, turned, "base", Map.of()));
  }

  @Test
  void aChangedCommandIsShownBesideTheOneBefore() throws Exception {
    ran("b", 1, run("make", "A=1"), "base", Map.of());
    ran("b", 1, run("make", "A=2"), "base", Map.of());
    Step now = run("make all", "A=1");
    assertEquals(
        List.of("the command is `make all`, it was `make`"),
        why(explanations("b", now), 1, now, "base", Map.of()),
        "of two records of a place, the one that is more alike");
  }

  @Test
  void anInsertedInstructionIsNewAndTheOneAfterItHasOnlyMoved() throws Exception {
    Step make = run("make");
    Step first = run("prepare");
    ran("b", 1, make, "base", Map.of());
    assertEquals(List.of(NEW), why(explanations("b", first, make), 1, first, "base", Map.of()));
    assertEquals(
        List.of("what it stands on changed"),
        why(explanations("b", first, make), 2, make, "other", Map.of()));
  }

  @Test
  void theOwnBuildGoesBeforeOthersAndThePlaceHoldsNoPath() throws Exception {
    Step step = run("make");
    ran("mine", 1, step, "base", Map.of("a", "1"));
    ran("/home/me/other", 1, step, "elsewhere", Map.of("a", "3", "z", "1"));
    assertEquals(
        List.of("`a` changed", "what it stands on changed"),
        why(explanations("mine", step), 1, step, "new", Map.of("a", "2")));
    assertEquals(
        List.of("`z` is gone", "what it stands on changed"),
        why(explanations("third", step), 1, step, "new", Map.of("a", "3")));
    for (StepRecord record : store.steps().byLastUse()) {
      assertEquals(false, record.place().contains("/home"), record.place());
    }
  }

  @Test
  void whoDoesNotAskIsNotTold() throws Exception {
    Step step = run("make");
    var silent = new Explanations(store, "b", List.of(), false);
    assertEquals(List.of(), why(silent, 1, step, "base", Map.of()));
  }
}
