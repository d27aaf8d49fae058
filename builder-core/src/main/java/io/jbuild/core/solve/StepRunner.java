package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.cache.EarlierLayer;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepCache;
import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StepResult;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Step;
import io.jbuild.core.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Solves one step whose inputs are solved: by its record in the step cache, else by running it. A
 * step that gives the content it gave before keeps the layer it had then, so that nothing after it
 * runs again.
 */
public final class StepRunner {
  private static final String LOST_OWNERS = "lost-owners";

  private final StoreDirectory store;
  private final RunSteps runs;
  private final CopySteps copies;
  private final DirectorySteps directories;
  private final boolean useCache;

  /** Opens the build contexts, each once. */
  @FunctionalInterface
  public interface Contexts {
    /**
     * A build context.
     *
     * @param name of a named context; empty for the build's own
     */
    BuildContext open(String name) throws IOException;
  }

  /** Gives the sandbox when the first command has to run, not before. */
  @FunctionalInterface
  public interface SandboxSource {
    Sandbox get() throws IOException;
  }

  /**
   * A runner on one store and one machine.
   *
   * @param keepsOwners whether files keep the owners that a command gives them
   * @param useCache whether earlier results are used; new ones are always recorded
   */
  public StepRunner(
      StoreDirectory store,
      Layers layers,
      Contexts contexts,
      SandboxSource sandboxes,
      boolean keepsOwners,
      boolean useCache) {
    var sink = new LayerSink(store, layers);
    this.store = store;
    this.runs = new RunSteps(layers, sink, sandboxes, keepsOwners);
    this.copies = new CopySteps(store, layers, sink, contexts);
    this.directories = new DirectorySteps(layers, sink);
    this.useCache = useCache;
  }

  /** What a kind of step has to know of each of its steps, made ready for running. */
  interface Work {
    StepKey key();

    /** Makes the layer; called only when no record will do. */
    MadeLayer make(StepProgress progress) throws Exception;
  }

  Rootfs run(Step step, List<Rootfs> inputs, StepProgress progress) throws Exception {
    return switch (step) {
      case Step.Scratch _ -> Rootfs.EMPTY;
      case Step.PullImage(PinnedImage image, Digest _) -> pulled(image, progress);
      case Step.RunCommand run ->
          inputs.getFirst().with(layer(runs.prepare(run, inputs.getFirst()), progress));
      case Step.CopyFiles copy ->
          inputs.getFirst().with(layer(copies.prepare(copy, inputs, progress), progress));
      case Step.MakeDirectory make ->
          inputs.getFirst().with(layer(directories.prepare(make, inputs.getFirst()), progress));
    };
  }

  /** The layers of an image are known from its config; nothing is fetched for them here. */
  private static Rootfs pulled(PinnedImage image, StepProgress progress) {
    List<SolvedLayer> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      Digest diffId = image.config().diffIds().get(i);
      layers.add(
          new SolvedLayer(
              diffId, diffId, image.layers().get(i), Optional.empty(), false, Optional.of(image)));
    }
    progress.cached();
    return new Rootfs(layers);
  }

  private SolvedLayer layer(Work work, StepProgress progress) throws Exception {
    StepCache cache = store.steps();
    if (useCache) {
      Optional<StepResult> hit = cache.findResult(work.key().digest());
      if (hit.isPresent() && isComplete(hit.get().layer())) {
        progress.cached();
        StepResult result = hit.get();
        return solved(result.layer(), result.created(), result.marks());
      }
    }
    progress.started();
    MadeLayer made;
    Duration took;
    try {
      made = work.make(progress);
      took = progress.done();
    } catch (Exception e) {
      progress.failed();
      throw e;
    }
    return record(work.key(), made, took);
  }

  private SolvedLayer record(StepKey key, MadeLayer made, Duration took) throws IOException {
    StepCache cache = store.steps();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var fresh = new EarlierLayer(made.record(), now);
    EarlierLayer kept =
        cache
            .earlierLayer(key.definition(), made.record().contentDigest())
            .filter(earlier -> isComplete(earlier.layer()))
            .orElse(fresh);
    if (kept == fresh) {
      cache.putEarlier(key.definition(), fresh);
    }
    Set<String> marks = made.lostOwners() ? Set.of(LOST_OWNERS) : Set.of();
    cache.put(
        new StepRecord(
            key.digest(), key.fields(), key.inputs(), kept.layer(), kept.created(), took, marks));
    return solved(kept.layer(), kept.created(), marks);
  }

  /** A record whose blob is gone is a miss. */
  private boolean isComplete(LayerRecord layer) {
    return layer.blob().isPresent() && store.blobs().has(layer.blob().get());
  }

  private static SolvedLayer solved(LayerRecord layer, Instant created, Set<String> marks) {
    return new SolvedLayer(
        layer.diffId(),
        layer.contentDigest(),
        Descriptor.of(MediaTypes.OCI_LAYER_TAR, layer.diffId(), layer.size()),
        Optional.of(created),
        marks.contains(LOST_OWNERS),
        Optional.empty());
  }
}
