package io.jbuild.core.solve;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.EarlierLayer;
import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepRecord;
import io.jbuild.cache.StepResult;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.BuildContext;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.LayerIndex;
import io.jbuild.core.plan.PinnedImage;
import io.jbuild.core.plan.Step;
import io.jbuild.core.remote.Remotes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Solves one step whose inputs are solved: by its record in the step cache, else by running it. A
 * step that gives the content it gave before keeps the layer it had then, so that nothing after it
 * runs again.
 */
public final class StepRunner implements AutoCloseable {
  private static final String LOST_OWNERS = "lost-owners";

  private final StoreDirectory store;
  private final Layers layers;
  private final RunSteps runs;
  private final FetchSteps fetches;
  private final CopySteps copies;
  private final DirectorySteps directories;
  private final Predicate<Step> mayReuse;
  private final boolean records;
  private final Explanations explanations;
  private final SharedRecords shared;
  private final LayerFollower follower;
  private final boolean keepsOwners;

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

  /**
   * A runner on one store and one machine.
   *
   * @param remotes where URLs and git addresses of ADD are fetched
   * @param mayReuse whether the earlier result of a step is used
   * @param explanations of the build, for those who ask why a step runs
   * @param shared results of others, looked at where the store has none
   * @param records whether new results are recorded, and earlier layers of equal content kept
   * @param follower reads along when layers are written
   */
  public StepRunner(
      StoreDirectory store,
      Layers layers,
      Contexts contexts,
      Remotes remotes,
      RunSurroundings surroundings,
      Predicate<Step> mayReuse,
      boolean records,
      Explanations explanations,
      SharedRecords shared,
      LayerFollower follower) {
    this.store = store;
    this.layers = layers;
    var places = new RunInputs.Places(contexts, new MountFiles(store, layers));
    this.runs = new RunSteps(layers, places, surroundings, store.logs());
    this.fetches = new FetchSteps(remotes);
    this.copies = new CopySteps(store, layers, contexts, fetches);
    this.directories = new DirectorySteps(layers);
    this.mayReuse = mayReuse;
    this.records = records;
    this.explanations = explanations;
    this.shared = shared;
    this.follower = follower;
    this.keepsOwners = surroundings.keepsOwners();
  }

  /** Files that a step reads, looked at only when something is to be told or kept of them. */
  @FunctionalInterface
  interface Files {
    /** A digest for each path. */
    SortedMap<String, String> byPath() throws IOException;
  }

  /** What a kind of step has to know of each of its steps, made ready for running. */
  interface Work {
    /** The key with the whole content of the step's base. */
    StepKey key();

    /**
     * A key that stays the same on other bases, where there is one. It may have to read the base,
     * so it is asked for only when there is no record under {@link #key}.
     */
    default Optional<StepKey> keyOnAnyBase(StepProgress progress) throws Exception {
      return Optional.empty();
    }

    /** The files that it reads by name, where it does. */
    default SortedMap<String, String> files() throws IOException {
      return Collections.emptySortedMap();
    }

    /** Makes the layer; called only when no record will do. */
    MadeLayer make(LayerSink sink, StepProgress progress) throws Exception;
  }

  /**
   * Solves a step.
   *
   * @param ready given the result as soon as other steps can stand on it, where that is before it
   *     is recorded
   */
  Rootfs run(Step step, List<Rootfs> inputs, StepProgress progress, Consumer<Rootfs> ready)
      throws Exception {
    Consumer<SolvedLayer> top = layer -> ready.accept(inputs.getFirst().with(layer));
    return switch (step) {
      case Step.Scratch _ -> Rootfs.EMPTY;
      case Step.PullImage(PinnedImage image, Digest _) -> pulled(image, progress);
      case Step.RunCommand run ->
          inputs
              .getFirst()
              .with(layer(run, runs.prepare(run, inputs, progress), inputs, progress, top));
      case Step.CopyFiles copy ->
          inputs
              .getFirst()
              .with(layer(copy, copies.prepare(copy, inputs, progress), inputs, progress, top));
      case Step.FetchUrl fetch -> {
        fetches.run(fetch, progress);
        yield Rootfs.EMPTY;
      }
      case Step.FetchGit fetch -> {
        fetches.run(fetch, progress);
        yield Rootfs.EMPTY;
      }
      case Step.MakeDirectory make ->
          inputs
              .getFirst()
              .with(
                  layer(make, directories.prepare(make, inputs.getFirst()), inputs, progress, top));
    };
  }

  /** The layers of an image are known from its config; nothing is fetched for them here. */
  private Rootfs pulled(PinnedImage image, StepProgress progress) throws IOException {
    for (Descriptor layer : image.layers()) {
      // What is here stays here, even if somebody removes the image meanwhile.
      store.blobs().claim(layer.digest());
    }
    progress.cached();
    return layers(image);
  }

  static Rootfs layers(PinnedImage image) {
    List<SolvedLayer> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      Digest diffId = image.config().diffIds().get(i);
      layers.add(
          new SolvedLayer(
              diffId, diffId, image.layers().get(i), Optional.empty(), false, Optional.of(image)));
    }
    return new Rootfs(layers);
  }

  private SolvedLayer layer(
      Step step, Work work, List<Rootfs> inputs, StepProgress progress, Consumer<SolvedLayer> ready)
      throws Exception {
    boolean reuse = mayReuse.test(step);
    Optional<StepResult> hit = reuse ? find(work.key(), inputs, progress) : Optional.empty();
    if (hit.isPresent()) {
      progress.cached();
      shared.solved(step, work.key().digest(), hit.get());
      return solved(hit.get());
    }
    Optional<StepKey> onAnyBase = work.keyOnAnyBase(progress);
    Optional<StepResult> elsewhere =
        reuse && onAnyBase.isPresent() ? find(onAnyBase.get(), inputs, progress) : Optional.empty();
    if (elsewhere.isPresent()) {
      progress.cached();
      put(work.key(), inputs, elsewhere.get(), progress);
      explanations.keep(work.key(), elsewhere.get().layer().diffId(), work.files());
      shared.solved(step, work.key().digest(), elsewhere.get());
      return solved(elsewhere.get());
    }
    progress.started();
    explanations.explain(step, work.key(), work::files, mayReuse, progress);
    MadeLayer made;
    Duration took;
    try {
      made = work.make(new LayerSink(store, layers, blob -> follower.begins(step, blob)), progress);
      took = progress.done();
    } catch (Exception e) {
      progress.failed();
      throw e;
    }
    var fresh = new EarlierLayer(made.record(), now());
    Digest definition = work.key().definition();
    EarlierLayer kept = records ? kept(definition, fresh) : fresh;
    var result = new StepResult(kept.layer(), kept.created(), took, marks(made));
    ready.accept(solved(result));
    if (!records) {
      return solved(result);
    }
    if (kept == fresh) {
      store.steps().putEarlier(definition, fresh);
    }
    put(work.key(), inputs, result, progress);
    shared.solved(step, work.key().digest(), result);
    if (onAnyBase.isPresent()) {
      put(onAnyBase.get(), inputs, result, progress);
      shared.solved(step, onAnyBase.get().digest(), result);
    }
    explanations.keep(work.key(), result.layer().diffId(), work.files());
    return solved(result);
  }

  private Optional<StepResult> find(StepKey key, List<Rootfs> inputs, StepProgress progress)
      throws IOException {
    Optional<StepResult> found =
        store.steps().findResult(key.digest()).filter(here -> isComplete(here.layer()));
    if (found.isPresent()) {
      return found;
    }
    // Whoever wrote it: where owners can be kept, nothing counts that has lost them.
    found =
        shared
            .find(key.digest())
            .filter(there -> !(keepsOwners && there.marks().contains(LOST_OWNERS)));
    if (found.isPresent() && records) {
      put(key, inputs, found.get(), progress);
    }
    return found;
  }

  private void put(StepKey key, List<Rootfs> inputs, StepResult result, StepProgress progress)
      throws IOException {
    Set<Digest> below = new HashSet<>();
    for (Rootfs input : inputs) {
      if (!input.layers().isEmpty()) {
        below.add(input.layers().getLast().diffId());
      }
    }
    store
        .steps()
        .put(
            new StepRecord(
                key.digest(),
                key.fields(),
                key.inputs(),
                result.layer(),
                below,
                result.created(),
                result.took(),
                result.marks(),
                explanations.place(progress)));
  }

  /** What is kept of a layer just made: the one that was made before, if that is as good. */
  private EarlierLayer kept(Digest definition, EarlierLayer fresh) throws IOException {
    Optional<EarlierLayer> earlier =
        store
            .steps()
            .earlierLayer(definition, fresh.layer().contentDigest())
            .filter(layer -> isComplete(layer.layer()));
    return earlier.isPresent() && haveSameParents(earlier.get().layer(), fresh.layer())
        ? earlier.get()
        : fresh;
  }

  /** Ends what still runs; to be called once nothing more is asked for. */
  @Override
  public void close() {
    runs.close();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Set<String> marks(MadeLayer made) {
    return made.lostOwners() ? Set.of(LOST_OWNERS) : Set.of();
  }

  /**
   * The content digest leaves out the directories of the base that a layer lists. A layer that
   * lists them as another base had them would change the base.
   */
  private boolean haveSameParents(LayerRecord a, LayerRecord b) throws IOException {
    if (a.diffId().equals(b.diffId())) {
      return true;
    }
    Optional<LayerIndex> first = LayerIndex.read(store.layers(), a.diffId());
    Optional<LayerIndex> second = LayerIndex.read(store.layers(), b.diffId());
    return first.isPresent()
        && second.isPresent()
        && first.get().parentsDigest().equals(second.get().parentsDigest());
  }

  /** A record whose blob is gone is a miss. */
  private boolean isComplete(LayerRecord layer) {
    return isComplete(layer, store.blobs());
  }

  static boolean isComplete(LayerRecord layer, BlobStore blobs) {
    return layer.blob().isPresent() && blobs.has(layer.blob().get());
  }

  static SolvedLayer solved(StepResult result) {
    LayerRecord layer = result.layer();
    return new SolvedLayer(
        layer.diffId(),
        layer.contentDigest(),
        Descriptor.of(MediaTypes.OCI_LAYER_TAR, layer.diffId(), layer.size()),
        Optional.of(result.created()),
        result.marks().contains(LOST_OWNERS),
        Optional.empty());
  }
}
