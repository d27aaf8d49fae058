package io.jbuild.core.build;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.core.registry.EarlyUpload;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.solve.LayerFollower;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Has the layers that an image goes out with compressed, and sent to its registry, while they are
 * written and the steps after them run. Layers of stages that are only copied from are none of
 * these. A registry has nothing to show of it before the image is pushed.
 */
final class EarlyLayers implements LayerFollower, Closeable {
  private final CompressedLayers compressed;
  private final Supplier<RegistryClient> registry;
  private final Set<Step> steps = new HashSet<>();

  /** The compressions that outputs ask for, with a name in each repository that gets them. */
  private final Map<Compression, Set<ImageName>> wanted = new HashMap<>();

  private final Queue<EarlyUpload> uploads = new ConcurrentLinkedQueue<>();

  private EarlyLayers(StoreDirectory store, Supplier<RegistryClient> registry) {
    this.compressed = new CompressedLayers(store);
    this.registry = registry;
  }

  /**
   * Follows the steps that are part of an image, where an output has their layers compressed.
   *
   * @param tags of the image, before the names of outputs
   */
  static EarlyLayers of(
      List<OutputSpec> outputs,
      List<ImageName> tags,
      List<Plan> plans,
      StoreDirectory store,
      Supplier<RegistryClient> registry) {
    var early = new EarlyLayers(store, registry);
    if (outputs.stream().anyMatch(OutputSpec::rewriteTimestamp)) {
      // The layers that go out are others than those of the steps.
      return early;
    }
    boolean secrets = plans.stream().anyMatch(EarlyLayers::usesSecrets);
    for (OutputSpec output : outputs) {
      if (output.type() != OutputSpec.Type.IMAGE || output.push().wanted()) {
        output
            .form()
            .compression()
            .ifPresent(how -> early.add(how, secrets ? List.of() : names(output, tags)));
      }
    }
    if (!early.wanted.isEmpty()) {
      plans.forEach(plan -> early.addImage(plan.target()));
    }
    return early;
  }

  /** Before a layer is whole nobody knows that no secret is in it: nothing leaves the machine. */
  private static boolean usesSecrets(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            each ->
                each.step() instanceof Step.RunCommand run
                    && run.mounts().stream().anyMatch(RunMount.Secret.class::isInstance));
  }

  private static List<ImageName> names(OutputSpec output, List<ImageName> tags) {
    return output.push().wanted() ? Outputs.names(output, tags) : List.of();
  }

  private void add(Compression how, List<ImageName> names) {
    if (how.kind() != Compression.Kind.UNCOMPRESSED) {
      Set<ImageName> repositories = wanted.computeIfAbsent(how, key -> new HashSet<>());
      names.stream().findFirst().ifPresent(repositories::add);
    }
  }

  /** A step and those whose layers are below its own. */
  private void addImage(Step target) {
    Step step = target;
    while (steps.add(step) && !step.inputs().isEmpty()) {
      step = step.inputs().getFirst();
    }
  }

  @Override
  public void begins(Step step, BlobWriter layer) throws IOException {
    if (steps.contains(step)) {
      for (Map.Entry<Compression, Set<ImageName>> each : wanted.entrySet()) {
        compressed.begin(layer, each.getKey(), blob -> send(blob, each.getValue()));
      }
    }
  }

  private void send(BlobWriter blob, Set<ImageName> repositories) throws IOException {
    for (ImageName repository : repositories) {
      uploads.add(registry.get().sendEarly(repository, blob.follow()));
    }
  }

  /** Has what is compressed early, and waits for the rest of it. */
  CompressedLayers compressed() {
    return compressed;
  }

  /** What is being sent. */
  Collection<EarlyUpload> uploads() {
    return uploads;
  }

  /** Ends what nobody has asked for. */
  @Override
  public void close() throws IOException {
    compressed.close();
    for (EarlyUpload upload : uploads) {
      upload.close();
    }
  }
}
