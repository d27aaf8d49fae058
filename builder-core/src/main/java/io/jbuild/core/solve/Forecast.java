package io.jbuild.core.solve;

import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.layer.Ownership;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.remote.Remotes;
import io.jbuild.core.secret.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * What a build would find of its steps, out of the records of a store that is only read: nothing is
 * run, fetched, unpacked or written. Keys are made as {@link StepRunner} makes them, as far as what
 * the steps stand on is known. To be used by one thread.
 */
public final class Forecast {
  private static final List<String> LAYERS_ARE_AWAY =
      List.of("the files of an image that it reads are not unpacked here");

  private final StoreDirectory store;
  private final Explanations explanations;
  private final Predicate<PinnedImage> here;
  private final RunInputs.Places places;
  private final RunInputs.Circumstances circumstances;
  private final CopySteps copies;
  private final DirectorySteps directories;
  private final Map<Step, StepProgress> progress = new HashMap<>();
  private final Map<Step, Told> told = new HashMap<>();

  /** An outlook and, where it is known by now, what the step leaves behind. */
  private record Told(Outlook outlook, Optional<Rootfs> gives) {}

  /**
   * A forecast of one build.
   *
   * @param store opened for reading
   * @param build what tells it from others
   * @param earlier what was run on the store before
   * @param here whether an image is in the store
   */
  public Forecast(
      StoreDirectory store,
      String build,
      List<PlannedStep> steps,
      EarlierSteps earlier,
      Predicate<PinnedImage> here,
      StepRunner.Contexts contexts)
      throws IOException {
    var layers =
        new Layers(
            store,
            "none",
            Ownership.SINGLE,
            (root, operations) -> {
              throw new IOException("nothing is unpacked");
            },
            tree -> {},
            (layer, into) -> {
              throw new IOException("nothing is fetched");
            },
            SharedRecords.NONE);
    this.store = store;
    this.here = here;
    this.explanations = new Explanations(store, build, steps, true, earlier);
    this.places = new RunInputs.Places(contexts, new MountFiles(store, layers));
    this.circumstances = earlier.lastRun().orElse(new RunInputs.Circumstances(true, false, true));
    var fetches =
        new FetchSteps(
            new Remotes(
                store,
                (command, input) -> {
                  throw new IOException("nothing is run");
                },
                Secrets.NONE,
                BuildListener.SILENT));
    this.copies = new CopySteps(store, layers, contexts, fetches);
    this.directories = new DirectorySteps(layers);
    for (PlannedStep step : steps) {
      progress.putIfAbsent(
          step.step(), new StepProgress(progress.size() + 1, step, BuildListener.SILENT));
    }
  }

  /**
   * What would be done for a step.
   *
   * @throws IOException when the store cannot be read
   */
  public Outlook of(Step step) throws IOException {
    return tell(step).outlook();
  }

  private Told tell(Step step) throws IOException {
    Told known = told.get(step);
    if (known == null) {
      known = look(step);
      told.put(step, known);
    }
    return known;
  }

  private Told look(Step step) throws IOException {
    if (step instanceof Step.Scratch) {
      // No plan lists it, so that nobody is told; it stands for no files.
      return new Told(new Outlook.Depends(step, Optional.empty()), Optional.of(Rootfs.EMPTY));
    }
    if (step instanceof Step.PullImage(PinnedImage image, var _)) {
      return here.test(image)
          ? new Told(new Outlook.Present(image), Optional.of(StepRunner.layers(image)))
          : new Told(new Outlook.Pulled(image), Optional.empty());
    }
    if (step instanceof Step.FetchUrl fetch) {
      return new Told(new Outlook.Asked(fetch.url()), Optional.empty());
    }
    if (step instanceof Step.FetchGit fetch) {
      return new Told(new Outlook.Asked(fetch.address().remote()), Optional.empty());
    }
    List<Rootfs> inputs = new ArrayList<>();
    Step open = null;
    for (Step input : step.inputs()) {
      Optional<Rootfs> gives = tell(input).gives();
      inputs.add(gives.orElse(Rootfs.EMPTY));
      open = open == null && gives.isEmpty() ? input : open;
    }
    StepProgress shown = progress.getOrDefault(step, StepProgress.NONE);
    try {
      return open == null ? closed(step, inputs, shown) : open(step, open, inputs, shown);
    } catch (StoreDirectory.OnlyReadException e) {
      return new Told(new Outlook.Runs(LAYERS_ARE_AWAY, Optional.empty()), Optional.empty());
    } catch (Exception e) {
      return new Told(new Outlook.Fails(message(e, shown)), Optional.empty());
    }
  }

  /** All that it reads is known, and so is its key. */
  private Told closed(Step step, List<Rootfs> inputs, StepProgress shown) throws Exception {
    StepRunner.Work work = work(step, inputs, shown);
    Optional<StepRecord> hit = find(work.key());
    if (hit.isEmpty()) {
      Optional<StepKey> onAnyBase = onAnyBase(work, shown);
      hit = onAnyBase.isPresent() ? find(onAnyBase.get()) : hit;
    }
    if (hit.isPresent()) {
      Rootfs gives = inputs.getFirst().with(StepRunner.solved(hit.get().result()));
      return new Told(new Outlook.Cached(earlier(hit.get())), Optional.of(gives));
    }
    Optional<StepRecord> nearest = explanations.nearest(work.key(), shown);
    List<String> because = explanations.reasons(step, work.key(), work::files, s -> true, shown);
    return new Told(new Outlook.Runs(because, nearest.map(Forecast::earlier)), Optional.empty());
  }

  /** What it stands on is not known yet; its own fields and files are. */
  private Told open(Step step, Step open, List<Rootfs> inputs, StepProgress shown)
      throws Exception {
    // What it takes out of other steps is not known either.
    Optional<StepRunner.Work> work =
        step.inputs().size() == 1 ? Optional.of(work(step, inputs, shown)) : Optional.empty();
    StepKey key =
        work.map(StepRunner.Work::key)
            .orElseGet(() -> StepKey.of(step, Collections.emptySortedMap()));
    Optional<StepRecord> nearest = explanations.nearest(key, shown);
    if (nearest.isEmpty()) {
      return new Told(
          new Outlook.Runs(List.of(Explanations.NEW), Optional.empty()), Optional.empty());
    }
    List<String> because =
        explanations.ownDifferences(nearest.get(), key, work.map(each -> each::files));
    Optional<Outlook.Earlier> earlier = nearest.map(Forecast::earlier);
    return new Told(
        because.isEmpty() ? new Outlook.Depends(open, earlier) : new Outlook.Runs(because, earlier),
        Optional.empty());
  }

  private StepRunner.Work work(Step step, List<Rootfs> inputs, StepProgress shown)
      throws Exception {
    if (step instanceof Step.CopyFiles copy) {
      return copies.prepare(copy, inputs, shown);
    }
    if (step instanceof Step.RunCommand run) {
      RunInputs read = RunInputs.find(run, inputs, places, shown);
      return new Looked(read.key(circumstances), read);
    }
    return directories.prepare((Step.MakeDirectory) step, inputs.getFirst());
  }

  /** A RUN that is only looked at. */
  private record Looked(StepKey key, RunInputs inputs) implements StepRunner.Work {
    @Override
    public SortedMap<String, String> files() throws IOException {
      return inputs.files();
    }

    @Override
    public MadeLayer make(LayerSink sink, StepProgress progress) {
      throw new UnsupportedOperationException("a forecast runs nothing");
    }
  }

  private Optional<StepKey> onAnyBase(StepRunner.Work work, StepProgress shown) throws Exception {
    try {
      return work.keyOnAnyBase(shown);
    } catch (StoreDirectory.OnlyReadException e) {
      // The base was never unpacked here: what the layer comes to on it cannot be told.
      return Optional.empty();
    }
  }

  private Optional<StepRecord> find(StepKey key) throws IOException {
    return store
        .steps()
        .find(key.digest())
        .filter(record -> StepRunner.isComplete(record.layer(), store.blobs()));
  }

  private static String message(Exception failure, StepProgress shown) throws IOException {
    Exception located = StepFailures.located(failure, shown);
    if (located instanceof BuildFailure found) {
      return found.diagnostics().getFirst().message();
    }
    if (located instanceof IOException e) {
      throw e;
    }
    if (located instanceof RuntimeException bug) {
      throw bug;
    }
    throw new IllegalStateException(located);
  }

  private static Outlook.Earlier earlier(StepRecord record) {
    return new Outlook.Earlier(record.took(), record.layer().size());
  }
}
