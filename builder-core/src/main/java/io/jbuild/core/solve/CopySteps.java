package io.jbuild.core.solve;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.CopyOptions;
import io.jbuild.core.context.CopyPlan;
import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.Step;
import io.jbuild.core.plan.StepPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * COPY and ADD: the selected files go from where they lie straight into the layer. Their content is
 * the key, with that of the base or, where the base is another one, with what the layer comes to on
 * it; so an all-cached build reads nothing of the base. A linked layer does not know the base.
 */
final class CopySteps {
  private final StoreDirectory store;
  private final Layers layers;
  private final StepRunner.Contexts contexts;
  private final FetchSteps fetches;

  CopySteps(StoreDirectory store, Layers layers, StepRunner.Contexts contexts, FetchSteps fetches) {
    this.store = store;
    this.layers = layers;
    this.contexts = contexts;
    this.fetches = fetches;
  }

  StepRunner.Work prepare(Step.CopyFiles step, List<Rootfs> inputs, StepProgress progress)
      throws Exception {
    Rootfs base = inputs.getFirst();
    CopyParts parts =
        CopyParts.of(step, () -> source(step, inputs), sourceName(step, progress), fetches, store);
    parts.warn(progress);
    var read = new TreeMap<String, String>();
    if (!step.flags().link()) {
      read.put("base", base.contentDigest().toString());
    }
    parts.addTo(read);
    return new Copy(step, base, parts, StepKey.of(step, read));
  }

  private FileTree source(Step.CopyFiles step, List<Rootfs> inputs) throws IOException {
    return switch (step.origin()) {
      case CopyOrigin.FromContext(String name) -> contexts.open(name);
      case CopyOrigin.FromStep _ -> layers.view(inputs.get(1));
    };
  }

  private static String sourceName(Step.CopyFiles step, StepProgress progress) {
    return switch (step.origin()) {
      case CopyOrigin.FromContext(String name) ->
          name.isEmpty() ? "the build context" : "the context `" + name + "`";
      case CopyOrigin.FromStep _ ->
          progress.places(StepPlace.Role.FROM).stream()
              .findFirst()
              .map(from -> "the files of `" + from.text() + "`")
              .orElse("the files that it copies from");
    };
  }

  private final class Copy implements StepRunner.Work {
    private final Step.CopyFiles step;
    private final Rootfs base;
    private final CopyParts parts;
    private final StepKey key;

    /** What it comes to on its base, once something asked; never of archives. */
    private CopyLayer onBase;

    Copy(Step.CopyFiles step, Rootfs base, CopyParts parts, StepKey key) {
      this.step = step;
      this.base = base;
      this.parts = parts;
      this.key = key;
    }

    @Override
    public StepKey key() {
      return key;
    }

    /**
     * On another base the layer is the same when it comes to the same entries there: what the
     * destination leads to, what stands on the way, and the ids of names are all in them. What
     * archives hold is not known before they are unpacked.
     */
    @Override
    public Optional<StepKey> keyOnAnyBase(StepProgress progress) throws Exception {
      if (step.flags().link() || parts.unpacks()) {
        return Optional.empty();
      }
      RootfsView target = target();
      // No archive is unpacked, so that no folder is needed for what it holds.
      try (CopyPlan plan = plan(target, store.images(), progress)) {
        onBase = CopyLayer.of(plan.entries(), target);
      }
      var read = new TreeMap<>(key.inputs());
      read.remove("base");
      read.put("layer", onBase.contentDigest().toString());
      return Optional.of(StepKey.of(step, read));
    }

    @Override
    public SortedMap<String, String> files() throws IOException {
      return parts.files();
    }

    @Override
    public MadeLayer make(LayerSink sink, StepProgress progress) throws Exception {
      parts.saveLearned();
      if (onBase != null) {
        return made(onBase, sink);
      }
      RootfsView target = target();
      try (CopyPlan plan = plan(target, store.newTemporaryDirectory(), progress)) {
        return made(CopyLayer.of(plan.entries(), target), sink);
      }
    }

    private MadeLayer made(CopyLayer layer, LayerSink sink) throws IOException {
      return new MadeLayer(sink.write(layer::write, Optional.empty()), false);
    }

    /** What the files are put on; a linked layer stands on nothing. */
    private RootfsView target() throws IOException {
      return layers.view(step.flags().link() ? Rootfs.EMPTY : base);
    }

    private CopyPlan plan(RootfsView target, Path temporary, StepProgress progress)
        throws Exception {
      return CopyPlan.of(
          parts.selections(), target, step.destination(), options(target, progress), temporary);
    }

    private CopyOptions options(RootfsView target, StepProgress progress) throws Exception {
      Optional<CopyOptions.Owner> owner = Optional.empty();
      if (step.flags().owner().isPresent()) {
        String name = step.flags().owner().get();
        Accounts.Owner ids =
            step.flags().link()
                ? StepAccounts.numericOwner(name, progress)
                : StepAccounts.owner(name, target, progress);
        owner = Optional.of(new CopyOptions.Owner(ids.uid(), ids.gid()));
      }
      return new CopyOptions(
          owner, step.flags().mode(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
