package io.jbuild.core.solve;

import io.jbuild.cache.LayerRecord;
import io.jbuild.cache.StepLogs;
import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.LayerWriter;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.RunMount;
import io.jbuild.core.plan.Step;
import io.jbuild.core.sandbox.Containment;
import io.jbuild.core.sandbox.ControlGroups;
import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.sandbox.Mount;
import io.jbuild.core.sandbox.RootLayers;
import io.jbuild.core.sandbox.RunCommand;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunRoot;
import io.jbuild.core.sandbox.RunSpec;
import io.jbuild.core.sandbox.RunUser;
import io.jbuild.core.sandbox.Sandbox;
import io.jbuild.core.secret.SecretException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** RUN: the command on an overlay of its base; what it changed is the layer. */
final class RunSteps implements AutoCloseable {
  private final Layers layers;
  private final RunInputs.Places places;
  private final RunSurroundings surroundings;
  private final boolean keepsOwners;
  private final Containment containment = Containment.ofThisProcess();
  private final Snapshots snapshots;
  private final StepLogs logs;
  private final AtomicBoolean toldOfOwners = new AtomicBoolean();
  private Sandbox sandbox;
  private MemoryKills memoryKills;

  /** RUN on one machine. */
  RunSteps(Layers layers, RunInputs.Places places, RunSurroundings surroundings, StepLogs logs) {
    this.layers = layers;
    this.places = places;
    this.surroundings = surroundings;
    this.keepsOwners = surroundings.keepsOwners();
    this.snapshots = new Snapshots(layers, containment);
    this.logs = logs;
  }

  StepRunner.Work prepare(Step.RunCommand step, List<Rootfs> read, StepProgress progress)
      throws Exception {
    step.mounts().forEach(this::noteSecret);
    RunInputs inputs = RunInputs.find(step, read, places, progress);
    StepKey key =
        inputs.key(
            new RunInputs.Circumstances(
                keepsOwners,
                containment == Containment.CHROOT,
                !surroundings.secretWatch().isOff()));
    return new StepRunner.Work() {
      @Override
      public StepKey key() {
        return key;
      }

      @Override
      public SortedMap<String, String> files() throws IOException {
        return inputs.files();
      }

      @Override
      public MadeLayer make(LayerSink sink, StepProgress progress) throws Exception {
        startHelper();
        Path staged = layers.stage();
        boolean kept = false;
        try {
          return run(step, inputs.base(), inputs.mounts(), staged, sink, progress);
        } catch (BuildFailure e) {
          kept = surroundings.failedRuns().of(e).flatMap(FailedRun::files).isPresent();
          throw e;
        } finally {
          if (!kept) {
            layers.discard(staged);
          }
        }
      }
    };
  }

  /** One that cannot be read is told of when the command needs it. */
  private void noteSecret(RunMount mount) {
    if (mount instanceof RunMount.Secret secret) {
      try {
        surroundings
            .secrets()
            .read(secret.id())
            .ifPresent(value -> surroundings.secretWatch().note(secret.id(), value));
      } catch (SecretException e) {
        return;
      }
    }
  }

  private MadeLayer run(
      Step.RunCommand step,
      Rootfs base,
      List<RunMounts.Prepared> prepared,
      Path staged,
      LayerSink sink,
      StepProgress progress)
      throws Exception {
    RootfsView lower = layers.view(base);
    Accounts.Account account = StepAccounts.user(step.user(), lower, progress);
    RunMounts mounts = RunMounts.open(prepared, surroundings, layers, progress, staged);
    boolean kept = false;
    try {
      long killedBefore = memoryKills().count();
      Optional<SecretGuard> guard =
          surroundings.secretWatch().guard(mounts.secrets(), lower, progress);
      var output = new RunOutput(progress, logs.newLog(), guard);
      Snapshots.Ran ran;
      try (output;
          ControlGroups.Group group = surroundings.groups().newGroup()) {
        ran =
            snapshots.run(
                staged,
                base,
                lower,
                root -> spec(step, root, account, mounts, group),
                spec -> sandbox().run(spec, (stream, bytes) -> output.accept(bytes)),
                progress::warn);
      }
      tell(ran.result(), progress);
      if (ran.result().exitCode() != 0) {
        long killed = memoryKills().count() - killedBefore;
        BuildFailure failure =
            RunDiagnosis.of(step, ran.result(), ran.snapshot().written(), killed, progress);
        kept = surroundings.failedRuns().keepsFiles();
        FailedRootfs files = new FailedRootfs(staged, ran, lower, layers, mounts, surroundings);
        surroundings
            .failedRuns()
            .add(
                new FailedRun(
                    failure,
                    step.workingDirectory(),
                    step.user().isEmpty() ? "root" : step.user(),
                    ShownEnvironment.of(environment(step, account, List.of())).stream()
                        .map(variable -> guard.map(g -> g.shown(variable)).orElse(variable))
                        .toList(),
                    output.end(),
                    output.log(),
                    kept ? Optional.of(files) : Optional.empty()));
        throw failure;
      }
      Snapshot snapshot = ran.snapshot();
      LayerRecord record =
          sink.write(
              writer -> {
                snapshot.write(ran.result(), keepsOwners, writer);
                if (guard.isPresent()) {
                  guard.get().check(progress);
                }
              },
              snapshot.tree(),
              guard.<LayerWriter.Observer>map(g -> g).orElse(LayerWriter.Observer.NONE));
      return new MadeLayer(record, !keepsOwners);
    } finally {
      if (!kept) {
        mounts.close();
      }
    }
  }

  /** While the files of the command are made ready. */
  private void startHelper() {
    try {
      sandbox().startNext();
    } catch (IOException e) {
      // Told by the run itself, unless there is something else to be said first.
      return;
    }
  }

  /** One for all runs; made when the first of them needs it. */
  private synchronized Sandbox sandbox() throws IOException {
    if (sandbox == null) {
      sandbox = surroundings.sandboxes().get();
    }
    return sandbox;
  }

  private synchronized MemoryKills memoryKills() {
    if (memoryKills == null) {
      memoryKills = MemoryKills.ofThisProcess();
    }
    return memoryKills;
  }

  /** Ends what still runs. */
  @Override
  public synchronized void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private void tell(RunResult result, StepProgress progress) {
    result.warnings().forEach(progress::warn);
    if (!keepsOwners && toldOfOwners.compareAndSet(false, true)) {
      progress.warn(
          "one id alone is mapped here, so owners and setuid bits that a RUN sets are lost;"
              + " `sudo usermod --add-subuids 300000-365535 --add-subgids 300000-365535 $USER`"
              + " keeps them");
    }
  }

  private RunSpec spec(
      Step.RunCommand step,
      RunRoot root,
      Accounts.Account account,
      RunMounts mounts,
      ControlGroups.Group group)
      throws IOException {
    return new RunSpec(
        root,
        new RunCommand(
            step.arguments(),
            environment(step, account, mounts.environment()),
            step.workingDirectory(),
            new RunUser(account.uid(), account.gid(), account.processGroups()),
            new byte[0]),
        mounts(step, root instanceof RootLayers, mounts),
        isolation(step.confinement()),
        group.path(),
        ForeignRuns.need(step.platform()));
  }

  /** HOME is the user's own where nothing else is said, as runc gives it. */
  private static List<String> environment(
      Step.RunCommand step, Accounts.Account account, List<String> secrets) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (List<String> some : List.of(step.environment(), step.proxyEnvironment(), secrets)) {
      some.forEach(each -> variables.put(each.substring(0, each.indexOf('=')), each));
    }
    List<String> environment = new ArrayList<>(variables.values());
    if (environment.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
      environment.add("HOME=" + account.home());
    }
    return environment;
  }

  private Isolation isolation(Step.Confinement confinement) {
    return new Isolation(
        confinement.hostname(),
        confinement.networkMode().equals("none")
            ? Isolation.NetworkMode.NONE
            : Isolation.NetworkMode.HOST,
        confinement.insecure() ? Isolation.SecurityMode.INSECURE : Isolation.SecurityMode.SANDBOX,
        surroundings.settings().limits(),
        surroundings.settings().shmBytes());
  }

  private List<Mount> mounts(Step.RunCommand step, boolean overlays, RunMounts own)
      throws IOException {
    List<Mount> mounts =
        new ArrayList<>(
            HostFiles.mounts(step.confinement().hostname(), surroundings.settings().hosts()));
    mounts.addAll(overlays ? own.mounts() : own.mountsWithoutOverlays());
    step.script()
        .ifPresent(
            script ->
                mounts.add(
                    new Mount.FileContent(
                        script.path(),
                        script.content().getBytes(StandardCharsets.UTF_8),
                        script.mode(),
                        0,
                        0,
                        true)));
    return mounts;
  }
}
