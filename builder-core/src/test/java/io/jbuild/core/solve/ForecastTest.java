package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.cache.Digest;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StepResult;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.context.IgnoreRules;
import io.jbuild.core.context.UserRights;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of RUN steps, with the records that a build would have left. */
class ForecastTest {
  private static final RunInputs.Circumstances ROOT =
      new RunInputs.Circumstances(true, false, true);
  private static final RunInputs.Circumstances ONE_ID =
      new RunInputs.Circumstances(false, false, true);
  private static final RunMount CONTEXT =
      new RunMount.Bind(new CopyOrigin.FromContext(""), "/", "/c", false);

  @TempDir private Path folder;
  private Path context;
  private StoreDirectory store;
  private int layers;

  @BeforeEach
  void open() throws IOException {
    context = Files.createDirectory(folder.resolve("context"));
    Files.writeString(context.resolve("a"), "1");
    store = StoreDirectory.open(folder.resolve("store"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void runWithARecordIsCachedAndSoIsWhatStandsOnIt() throws Exception {
    assertCached(ROOT);
  }

  @Test
  void runThatLostOwnersIsCachedWhereTheyWouldBeLostAgain() throws Exception {
    assertCached(ONE_ID);
  }

  private void assertCached(RunInputs.Circumstances circumstances) throws Exception {
    Step below = run(new Step.Scratch(), "below");
    Step above = run(below, "above", CONTEXT);
    Rootfs made = record(below, Rootfs.EMPTY, circumstances);
    record(above, made, circumstances);
    var earlier = new Outlook.Earlier(Duration.ofMillis(700), 5);
    assertEquals(new Outlook.Cached(earlier), outlook(below, below, above));
    assertEquals(new Outlook.Cached(earlier), outlook(above, below, above));
  }

  @Test
  void runWithoutARecordRunsAndSaysWhatChanged() throws Exception {
    Step before = run(new Step.Scratch(), "before", CONTEXT);
    record(before, Rootfs.EMPTY, ROOT);
    Step after = run(new Step.Scratch(), "after", CONTEXT);
    assertTrue(because(after).getFirst().contains("before"), because(after).toString());
    Files.writeString(context.resolve("a"), "2");
    assertEquals(List.of("`a` changed"), because(before));
    Step other = run(after, "above");
    assertInstanceOf(Outlook.Runs.class, outlook(other, after, other));
  }

  @Test
  void runOnAStepThatRunsHangsOnWhatThatGives() throws Exception {
    Step below = run(new Step.Scratch(), "below", CONTEXT);
    Step above = run(below, "above");
    Rootfs made = record(below, Rootfs.EMPTY, ROOT);
    record(above, made, ROOT);
    Files.writeString(context.resolve("a"), "2");
    var depends = assertInstanceOf(Outlook.Depends.class, outlook(above, below, above));
    assertEquals(below, depends.on());
  }

  @Test
  void recordWhoseLayerIsGoneIsNone() throws Exception {
    Step run = run(new Step.Scratch(), "run");
    Rootfs made = record(run, Rootfs.EMPTY, ROOT);
    assertInstanceOf(Outlook.Cached.class, outlook(run, run));
    store.blobs().delete(made.layers().getFirst().blob().digest());
    assertInstanceOf(Outlook.Runs.class, outlook(run, run));
  }

  @Test
  void mountOfWhatIsNotThereFails() throws Exception {
    RunMount nothing = new RunMount.Bind(new CopyOrigin.FromContext(""), "/none", "/c", false);
    Step run = run(new Step.Scratch(), "run", nothing);
    var fails = assertInstanceOf(Outlook.Fails.class, outlook(run, run));
    assertTrue(fails.message().contains("`/none` is not in the build context"), fails.message());
  }

  private static Step run(Step base, String script, RunMount... mounts) {
    return new Step.RunCommand(
        base,
        Platform.parse("linux/amd64"),
        List.of("/bin/sh", "-c", script),
        List.of(),
        List.of(),
        "",
        "/",
        new Step.Confinement("default", false, "h", List.of()),
        List.of(mounts),
        Optional.empty());
  }

  private static PlannedStep planned(Step step) {
    return new PlannedStep(
        step, "", "s", 1, 1, "TEXT", new Source("f", "x"), new Range(0, 1), List.of());
  }

  /** As if a build had run the step; what it gives. */
  private Rootfs record(Step step, Rootfs base, RunInputs.Circumstances circumstances)
      throws Exception {
    var progress = new StepProgress(1, planned(step), BuildListener.SILENT);
    var explanations = new Explanations(store, "build", List.of(planned(step)), true);
    BuildContext tree = context();
    var places = new RunInputs.Places(name -> tree, new MountFiles(store, null));
    RunInputs read = RunInputs.find((Step.RunCommand) step, List.of(base), places, progress);
    StepKey key = read.key(circumstances);
    byte[] layer = (layers++ + "layer").substring(0, 5).getBytes(StandardCharsets.UTF_8);
    Digest diffId = store.blobs().put(layer);
    var made = new LayerRecord(diffId, layer.length, diffId, Optional.of(diffId));
    var result = new StepResult(made, Instant.EPOCH, Duration.ofMillis(700), Set.of());
    store
        .steps()
        .put(
            new StepRecord(
                key.digest(),
                key.fields(),
                key.inputs(),
                made,
                Set.of(),
                result.created(),
                result.took(),
                Set.of(),
                explanations.place(progress)));
    explanations.keep(key, diffId, read.files());
    return base.with(StepRunner.solved(result));
  }

  private List<String> because(Step run) throws Exception {
    return assertInstanceOf(Outlook.Runs.class, outlook(run, run)).because();
  }

  private Outlook outlook(Step step, Step... plan) throws Exception {
    List<PlannedStep> steps = new ArrayList<>();
    for (Step each : plan) {
      steps.add(planned(each));
    }
    var tree = context();
    return new Forecast(
            store, "build", steps, new EarlierSteps(store), image -> false, name -> tree)
        .of(step);
  }

  private BuildContext context() throws IOException {
    return BuildContext.open(context, IgnoreRules.NONE, UserRights.ROOT, Optional.empty());
  }
}
