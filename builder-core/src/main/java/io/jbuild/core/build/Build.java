package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.FileTree;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.remote.Remotes;
import io.jbuild.core.sandbox.Containment;
import io.jbuild.core.secret.SecretException;
import io.jbuild.core.secret.SshAgents;
import io.jbuild.core.solve.CappedTimes;
import io.jbuild.core.solve.FailedRuns;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.solve.SecretWatch;
import io.jbuild.core.solve.SolvedLayer;
import io.jbuild.core.solve.Solver;
import io.jbuild.core.solve.StepRunner;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One build, from request to image, on one store and one machine. */
public final class Build {
  private final BuildRequest request;
  private final StoreDirectory store;
  private final Machine machine;
  private final Supplier<RegistryClient> registry;
  private final ProcessRunner asCaller;
  private final BuildListener listener;
  private final FailedRuns failedRuns;

  /**
   * A build to be run once.
   *
   * @param failedRuns gets the commands that fail
   */
  public Build(
      BuildRequest request,
      StoreDirectory store,
      Machine machine,
      Supplier<RegistryClient> registry,
      ProcessRunner asCaller,
      BuildListener listener,
      FailedRuns failedRuns) {
    this.request = request;
    this.store = store;
    this.machine = machine;
    this.registry = registry;
    this.asCaller = asCaller;
    this.listener = listener;
    this.failedRuns = failedRuns;
  }

  /**
   * Builds, stores, names and exports the image.
   *
   * @param stdin for a context or Dockerfile that is {@code -}
   * @param stdout for outputs with {@code dest=-}
   * @throws io.jbuild.core.plan.BuildFailure for mistakes in the Dockerfile and failed commands
   */
  public BuiltImage run(InputStream stdin, OutputStream stdout) throws Exception {
    ImageStore images = ImageStore.of(store);
    Containment.ofThisProcess()
        .warning()
        .ifPresent(text -> listener.on(new BuildEvent.Warning(text)));
    var remotes = new Remotes(store, asCaller, request.secrets(), listener);
    var inputs = new Inputs(request, store, remotes, stdin);
    Plan plan = Planning.of(request, inputs, images, registry, listener);
    Layers layers = machine.layers(store, registry);
    var contexts = new OpenContexts(inputs, store, machine.caller());
    var agents = new SshAgents(request.ssh(), machine::asCaller);
    var secretWatch = new SecretWatch(request.allowed().contains(Entitlement.SECRET_IN_LAYER));
    var runner =
        new StepRunner(
            store,
            layers,
            contexts::open,
            remotes,
            machine.surroundings(store, request, agents, failedRuns, secretWatch),
            request.reuse().in(plan),
            request.reuse().recorded());
    var solver = new Solver(runner, plan.steps(), listener);
    Rootfs rootfs;
    try (agents) {
      rootfs = solver.solve(plan.target());
    } finally {
      contexts.save();
    }
    Optional<Instant> epoch = plan.sourceDateEpoch();
    try {
      layers.ensureBlobs(rootfs);
      if (request.outputs().stream().anyMatch(OutputSpec::rewriteTimestamp)) {
        rootfs = withCappedTimes(rootfs, epoch, layers);
      }
    } catch (IOException e) {
      throw solver.located(e);
    }
    ImageConfig config = FinalConfig.of(plan, rootfs);
    Optional<String> secret = secretWatch.findIn(SecretTexts.of(config));
    if (secret.isPresent()) {
      throw new SecretException(secret.get(), SecretWatch.HINT);
    }
    ImageAssembly.Assembled image = ImageAssembly.assemble(config, descriptors(rootfs));
    store.blobs().put(image.configBytes());
    store.blobs().put(image.manifestBytes());
    var outputs = new Outputs(request, store, images, registry, listener);
    Rootfs files = rootfs;
    outputs.write(image.descriptor(), () -> files(layers.view(files), epoch), stdout);
    List<ImageName> names = outputs.names();
    for (ImageName name : names) {
      images.tag(name, image.descriptor());
    }
    if (names.isEmpty() && isForStore() && request.reuse().recorded()) {
      images.add(image.descriptor());
    }
    Optional<Descriptor> pushed = outputs.push(image.descriptor());
    long size = image.manifest().layers().stream().mapToLong(Descriptor::size).sum();
    return new BuiltImage(image.id(), image.descriptor(), plan.platform(), size, names, pushed);
  }

  /** Outputs of one build hold one image: what one of them asks for holds for all. */
  private Rootfs withCappedTimes(Rootfs rootfs, Optional<Instant> epoch, Layers layers)
      throws IOException {
    if (epoch.isEmpty()) {
      listener.on(
          new BuildEvent.Warning(
              "`rewrite-timestamp` has no effect without a time: set SOURCE_DATE_EPOCH"));
      return rootfs;
    }
    return new CappedTimes(store, layers).of(rootfs, epoch.get());
  }

  private static FileTree files(FileTree files, Optional<Instant> epoch) {
    return epoch.<FileTree>map(time -> new OneTime(files, time)).orElse(files);
  }

  private boolean isForStore() {
    return request.outputs().isEmpty()
        || request.outputs().stream().anyMatch(output -> output.type() == OutputSpec.Type.IMAGE);
  }

  /** Layers as they came or were made, under OCI's names of their types. */
  private static List<Descriptor> descriptors(Rootfs rootfs) {
    List<Descriptor> descriptors = new ArrayList<>();
    for (SolvedLayer layer : rootfs.layers()) {
      Descriptor blob = layer.blob();
      descriptors.add(
          new Descriptor(
              switch (blob.mediaType()) {
                case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
                case MediaTypes.DOCKER_LAYER_TAR -> MediaTypes.OCI_LAYER_TAR;
                case MediaTypes.DOCKER_LAYER_ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
                default -> blob.mediaType();
              },
              blob.digest(),
              blob.size(),
              blob.platform(),
              blob.annotations()));
    }
    return descriptors;
  }
}
