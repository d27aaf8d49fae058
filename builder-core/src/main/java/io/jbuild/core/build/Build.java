package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.OutputSpec;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.plan.Entitlement;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.ProcessRunner;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.remote.Remotes;
import io.jbuild.core.sandbox.Containment;
import io.jbuild.core.sandbox.UnchangedFiles;
import io.jbuild.core.secret.SecretException;
import io.jbuild.core.secret.SshAgents;
import io.jbuild.core.shared.SharedCache;
import io.jbuild.core.solve.CappedTimes;
import io.jbuild.core.solve.Explanations;
import io.jbuild.core.solve.FailedRuns;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.LostLayerException;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.solve.SecretWatch;
import io.jbuild.core.solve.SharedRecords;
import io.jbuild.core.solve.Solver;
import io.jbuild.core.solve.StaleNoteException;
import io.jbuild.core.solve.StepRunner;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
   * Builds, stores, names and exports the image: for every platform at once, what several of them
   * need once.
   *
   * @param stdin for a context or Dockerfile that is {@code -}
   * @param stdout for outputs with {@code dest=-}
   * @throws io.jbuild.core.plan.BuildFailure for mistakes in the Dockerfile and failed commands
   */
  public BuiltImage run(InputStream stdin, OutputStream stdout) throws Exception {
    Sharing sharing = request.sharing().withInline(request.buildArgs());
    if (!sharing.any()) {
      return run(stdin, stdout, SharedRecords.NONE, Map::of);
    }
    var shared =
        new SharedCache(
            sharing.from(), sharing.to(), store, registry, machine.keepsOwners(), listener);
    BuiltImage image;
    try {
      image = run(stdin, stdout, shared, shared::annotations);
      shared.writeMounts(store.cacheMounts(machine.mappingKey()));
    } catch (Exception e) {
      finishAfter(e, shared);
      throw e;
    }
    shared.finish();
    return image;
  }

  /** What a build that fails came to is there for the next one. */
  private void finishAfter(Exception failure, SharedCache shared) {
    try {
      shared.finish();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private BuiltImage run(
      InputStream stdin,
      OutputStream stdout,
      SharedRecords shared,
      Supplier<Map<String, String>> own)
      throws Exception {
    var notes = new FolderNotes(store, UnchangedFiles.ofThisProcess());
    if (request.context() instanceof ContextSource.Folder(Path folder)) {
      notes.expect(folder);
    }
    ImageStore images = ImageStore.of(store);
    Containment.ofThisProcess()
        .warning()
        .ifPresent(text -> listener.on(new BuildEvent.Warning(text)));
    var remotes = new Remotes(store, asCaller, request.secrets(), listener);
    var inputs = new Inputs(request, store, remotes, stdin);
    List<Plan> plans = Planning.of(request, inputs, images, registry, listener);
    shared.images(plans.stream().map(Plan::target).toList());
    try (EarlyLayers early =
        EarlyLayers.of(request.outputs(), request.tags(), plans, store, registry)) {
      return image(new Given(plans, inputs, remotes, shared, notes, early), images, own, stdout);
    }
  }

  /** What the steps of the plans are solved with. */
  private record Given(
      List<Plan> plans,
      Inputs inputs,
      Remotes remotes,
      SharedRecords shared,
      FolderNotes notes,
      EarlyLayers early) {
    List<Step> targets() {
      return plans.stream().map(Plan::target).toList();
    }
  }

  private BuiltImage image(
      Given given, ImageStore images, Supplier<Map<String, String>> own, OutputStream stdout)
      throws Exception {
    var secretWatch = new SecretWatch(request.allowed().contains(Entitlement.SECRET_IN_LAYER));
    Layers layers = null;
    BuiltPlatforms built = null;
    while (built == null) {
      layers = machine.layers(store, registry, given.shared);
      try {
        built = built(given, layers, secretWatch);
      } catch (LostLayerException | StaleNoteException e) {
        // Its record counts as none from now on, and what has run meanwhile is cached.
        continue;
      }
    }
    for (BuiltPlatforms.Each each : built.all()) {
      Optional<String> secret = secretWatch.findIn(() -> SecretTexts.of(each.config()));
      if (secret.isPresent()) {
        throw new SecretException(secret.get(), SecretWatch.HINT);
      }
    }
    var outputs =
        new Outputs(
            request, built, annotations(own.get()), store, images, given.early, registry, listener);
    outputs.write(layers, stdout);
    Descriptor image = built.assemble(outputs.annotations());
    List<ImageName> names = outputs.names();
    for (ImageName name : names) {
      images.tag(name, image);
    }
    if (names.isEmpty() && isForStore() && request.reuse().recorded()) {
      images.add(image);
    }
    Optional<Descriptor> pushed = outputs.push();
    return new BuiltImage(built.id(image), image, built.platforms(), built.size(), names, pushed);
  }

  /** Solves all plans. */
  private BuiltPlatforms built(Given given, Layers layers, SecretWatch secretWatch)
      throws Exception {
    var contexts = new OpenContexts(given.inputs, store, machine.caller(), given.notes);
    var agents = new SshAgents(request.ssh(), machine::asCaller);
    List<PlannedStep> steps = new ArrayList<>();
    given.plans.forEach(plan -> steps.addAll(plan.steps()));
    var runner =
        new StepRunner(
            store,
            layers,
            contexts::open,
            given.remotes,
            machine.surroundings(store, request, agents, failedRuns, secretWatch, given.shared),
            request.reuse().in(given.plans),
            request.reuse().recorded(),
            new Explanations(store, request.source(), steps, request.reuse().explained()),
            given.shared,
            given.early);
    var solver = new Solver(runner, steps, listener);
    List<Rootfs> solved;
    try (agents;
        runner) {
      solved = solver.solve(given.targets());
    } finally {
      contexts.save();
    }
    return built(given.plans, solved, layers, solver);
  }

  /** What stands in every manifest beside what the request asks for. */
  private static Annotations annotations(Map<String, String> own) {
    List<Annotation> all = new ArrayList<>();
    own.forEach(
        (key, value) ->
            all.add(new Annotation(Annotation.Place.MANIFEST, Optional.empty(), key, value)));
    return new Annotations(all);
  }

  /** The images of the plans, with every layer in the store. */
  private BuiltPlatforms built(List<Plan> plans, List<Rootfs> solved, Layers layers, Solver solver)
      throws Exception {
    List<BuiltPlatforms.Each> all = new ArrayList<>();
    try {
      layers.ensureBlobs(solved);
      for (int i = 0; i < plans.size(); i++) {
        Plan plan = plans.get(i);
        Rootfs rootfs = solved.get(i);
        if (request.outputs().stream().anyMatch(OutputSpec::rewriteTimestamp)) {
          rootfs = withCappedTimes(rootfs, plan.sourceDateEpoch(), layers);
        }
        all.add(new BuiltPlatforms.Each(plan, rootfs, FinalConfig.of(plan, rootfs)));
      }
    } catch (IOException e) {
      throw solver.located(e);
    }
    return new BuiltPlatforms(all, request.givesIndex(), store.blobs());
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

  private boolean isForStore() {
    return request.outputs().isEmpty()
        || request.outputs().stream().anyMatch(output -> output.type() == OutputSpec.Type.IMAGE);
  }
}
