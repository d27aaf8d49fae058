package io.jbuild.core.solve;

import io.jbuild.core.image.Platform;
import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.layer.UpperDiff;
import io.jbuild.core.plan.Step;
import io.jbuild.core.sandbox.ForeignPrograms;
import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.sandbox.Mount;
import io.jbuild.core.sandbox.RootLayers;
import io.jbuild.core.sandbox.RunCommand;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunSpec;
import io.jbuild.core.sandbox.RunUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** RUN: the command on an overlay of its base; what it changed is the layer. */
final class RunSteps {
  private static final long ALMOST_NOTHING = 64 * 1024;

  private final Layers layers;
  private final LayerSink sink;
  private final StepRunner.SandboxSource sandboxes;
  private final boolean keepsOwners;
  private final AtomicBoolean toldOfOwners = new AtomicBoolean();

  /**
   * RUN on one machine.
   *
   * @param keepsOwners whether files keep the owners that a command gives them
   */
  RunSteps(Layers layers, LayerSink sink, StepRunner.SandboxSource sandboxes, boolean keepsOwners) {
    this.layers = layers;
    this.sink = sink;
    this.sandboxes = sandboxes;
    this.keepsOwners = keepsOwners;
  }

  StepRunner.Work prepare(Step.RunCommand step, Rootfs base) {
    var inputs = new TreeMap<String, String>();
    inputs.put("base", base.contentDigest().toString());
    // A result whose owners were lost must never be taken where they can be kept, nor one under
    // another map where an id of the image has no counterpart.
    inputs.put("owners", keepsOwners ? "kept" : "lost");
    StepKey key = StepKey.of(step, inputs);
    return new StepRunner.Work() {
      @Override
      public StepKey key() {
        return key;
      }

      @Override
      public MadeLayer make(StepProgress progress) throws Exception {
        refuseForeign(step.platform(), progress);
        Path staged = layers.stage();
        try {
          return run(step, base, staged, progress);
        } finally {
          layers.discard(staged);
        }
      }
    };
  }

  private static void refuseForeign(Platform platform, StepProgress progress) throws Exception {
    String machine = Platform.host().architecture();
    if (!new ForeignPrograms().canStart(platform.architecture(), machine)) {
      throw progress.environmentFailure(
          "foreign-architecture",
          "this machine is `%s` and cannot run programs for `%s`"
              .formatted(Platform.host(), platform),
          Optional.of(
              "install an emulator and register it (Debian, Ubuntu: `apt-get install"
                  + " qemu-user-static binfmt-support`; Fedora: `dnf install qemu-user-static`),"
                  + " or build on such a machine"),
          null);
    }
  }

  private MadeLayer run(Step.RunCommand step, Rootfs base, Path staged, StepProgress progress)
      throws Exception {
    RootfsView lower = layers.view(base);
    RootLayers root = OverlayRoot.prepare(staged, base, lower, layers);
    Path upper = root.upper();
    Accounts.Account account = StepAccounts.user(step.user(), lower, progress);
    var spec =
        new RunSpec(
            root,
            new RunCommand(
                step.arguments(),
                environment(step, account),
                step.workingDirectory(),
                new RunUser(account.uid(), account.gid(), account.processGroups()),
                new byte[0]),
            mounts(step),
            new Isolation(
                step.hostname(),
                step.networkMode().equals("none")
                    ? Isolation.NetworkMode.NONE
                    : Isolation.NetworkMode.HOST,
                Isolation.SecurityMode.SANDBOX,
                List.of(),
                Isolation.DEFAULT.shmBytes()));
    RunResult result = sandboxes.get().run(spec, (stream, bytes) -> progress.output(bytes));
    result.warnings().forEach(progress::warn);
    if (!keepsOwners) {
      LentIdentities.drop(upper);
    }
    if (!keepsOwners && toldOfOwners.compareAndSet(false, true)) {
      progress.warn(
          "one id alone is mapped here, so owners and setuid bits that a RUN sets are lost;"
              + " `sudo usermod --add-subuids 300000-365535 --add-subgids 300000-365535 $USER`"
              + " keeps them");
    }
    if (result.exitCode() != 0) {
      throw failed(step, result, isFull(upper), progress);
    }
    Map<String, SortedMap<String, byte[]>> xattrs = xattrs(result);
    return new MadeLayer(
        sink.write(writer -> UpperDiff.write(upper, lower, xattrs, writer), Optional.of(upper)),
        !keepsOwners);
  }

  /** HOME is the user's own where nothing else is said, as runc gives it. */
  private static List<String> environment(Step.RunCommand step, Accounts.Account account) {
    List<String> environment = new ArrayList<>(step.environment());
    environment.addAll(step.proxyEnvironment());
    if (environment.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
      environment.add("HOME=" + account.home());
    }
    return environment;
  }

  private static List<Mount> mounts(Step.RunCommand step) {
    List<Mount> mounts = new ArrayList<>(HostFiles.mounts(step.hostname()));
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

  private static Map<String, SortedMap<String, byte[]>> xattrs(RunResult result) {
    Map<String, SortedMap<String, byte[]>> byPath = new HashMap<>();
    for (RunResult.Xattr xattr : result.xattrs()) {
      byPath
          .computeIfAbsent(PathBytes.decode(xattr.path()), path -> new TreeMap<>())
          .put(xattr.name(), xattr.value());
    }
    return byPath;
  }

  /** Whether the command had no room left, which few programs say and fewer by their exit code. */
  private static boolean isFull(Path upper) throws IOException {
    return Files.getFileStore(upper).getUsableSpace() < ALMOST_NOTHING;
  }

  private static Exception failed(
      Step.RunCommand step, RunResult result, boolean full, StepProgress progress) {
    String command = String.join(" ", step.arguments());
    String shown = command.length() > 120 ? command.substring(0, 119) + "…" : command;
    if (full) {
      return progress.environmentFailure(
          "disk",
          "`" + shown + "` exited with " + result.exitCode() + ", and the store's disk is full",
          Optional.of("free some space, or choose another store with `--root DIR`"),
          null);
    }
    if (result.signal().isPresent()) {
      return progress.failure(
          "run-failed",
          "`" + shown + "` was ended by " + result.signalName().orElseThrow(),
          result.signal().getAsInt() == 9
              ? Optional.of("often that is the kernel running out of memory: see `dmesg`")
              : Optional.empty());
    }
    return progress.failure(
        "run-failed", "`" + shown + "` exited with " + result.exitCode(), hint(result.exitCode()));
  }

  private static Optional<String> hint(int exitCode) {
    return switch (exitCode) {
      case 126 -> Optional.of("the command is there but cannot be executed");
      case 127 -> Optional.of("the command is not in the image: see its PATH, or install it first");
      default -> Optional.empty();
    };
  }
}
