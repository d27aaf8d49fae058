package io.jbuild.core.solve;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.context.CopyInput;
import io.jbuild.core.context.CopyOptions;
import io.jbuild.core.context.CopyPlan;
import io.jbuild.core.context.CopySelection;
import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.Step;
import io.jbuild.core.plan.StepPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * COPY and ADD: the selected files go from where they lie straight into the layer. Their content is
 * the key, with that of the base or, where the base is another one, with what the layer comes to on
 * it; so an all-cached build reads nothing of the base.
 */
final class CopySteps {
  private final StoreDirectory store;
  private final Layers layers;
  private final LayerSink sink;
  private final StepRunner.Contexts contexts;

  CopySteps(StoreDirectory store, Layers layers, LayerSink sink, StepRunner.Contexts contexts) {
    this.store = store;
    this.layers = layers;
    this.sink = sink;
    this.contexts = contexts;
  }

  StepRunner.Work prepare(Step.CopyFiles step, List<Rootfs> inputs, StepProgress progress)
      throws Exception {
    Rootfs base = inputs.getFirst();
    CopySelection selection =
        CopySelection.select(
            source(step, inputs),
            sourceName(step, progress),
            step.sources().stream().map(CopySteps::input).toList(),
            step.unpack());
    selection.unmatched().forEach(pattern -> progress.warn("`" + pattern + "` matches no file"));
    var read = new TreeMap<String, String>();
    read.put("base", base.contentDigest().toString());
    read.put("files", selection.digest().toString());
    return new Copy(step, base, selection, StepKey.of(step, read));
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

  private static CopyInput input(CopySource source) {
    return switch (source) {
      case CopySource.Pattern(String pattern) -> new CopyInput.Pattern(pattern);
      case CopySource.Inline(String name, String content) ->
          new CopyInput.Inline(name, content.getBytes(StandardCharsets.UTF_8));
    };
  }

  private final class Copy implements StepRunner.Work {
    private final Step.CopyFiles step;
    private final Rootfs base;
    private final CopySelection selection;
    private final StepKey key;

    Copy(Step.CopyFiles step, Rootfs base, CopySelection selection, StepKey key) {
      this.step = step;
      this.base = base;
      this.selection = selection;
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
      if (selection.unpacks()) {
        return Optional.empty();
      }
      RootfsView target = layers.view(base);
      try (CopyPlan plan = plan(target, progress)) {
        var read = new TreeMap<String, String>();
        read.put("files", key.inputs().get("files"));
        read.put("layer", CopyLayer.of(plan.entries(), target).contentDigest().toString());
        return Optional.of(StepKey.of(step, read));
      }
    }

    @Override
    public MadeLayer make(StepProgress progress) throws Exception {
      RootfsView target = layers.view(base);
      try (CopyPlan plan = plan(target, progress)) {
        CopyLayer layer = CopyLayer.of(plan.entries(), target);
        return new MadeLayer(sink.write(layer::write, Optional.empty()), false);
      }
    }

    private CopyPlan plan(RootfsView target, StepProgress progress) throws Exception {
      return CopyPlan.of(
          selection,
          target,
          step.destination(),
          options(target, progress),
          store.newTemporaryDirectory());
    }

    private CopyOptions options(RootfsView target, StepProgress progress) throws Exception {
      Optional<CopyOptions.Owner> owner = Optional.empty();
      if (step.owner().isPresent()) {
        Accounts.Owner ids = StepAccounts.owner(step.owner().get(), target, progress);
        owner = Optional.of(new CopyOptions.Owner(ids.uid(), ids.gid()));
      }
      OptionalInt mode =
          step.mode().isPresent() ? OptionalInt.of(step.mode().get()) : OptionalInt.empty();
      return new CopyOptions(owner, mode, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
