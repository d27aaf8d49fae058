package io.jbuild.core.solve;

import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.sandbox.Containment;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunRoot;
import io.jbuild.core.sandbox.RunSpec;
import io.jbuild.core.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes snapshots for runs: overlays, or where overlayfs does not work on the store's filesystem
 * copies, which do everywhere and take longer; that is said once. A chroot has no mounts, so always
 * a copy.
 */
public final class Snapshots {
  private final Layers layers;
  private final AtomicBoolean copies;
  private final AtomicBoolean told = new AtomicBoolean();

  public Snapshots(Layers layers, Containment containment) {
    this.layers = layers;
    this.copies = new AtomicBoolean(containment == Containment.CHROOT);
  }

  /** Runs a specification to its end. */
  @FunctionalInterface
  public interface Runner {
    RunResult run(RunSpec spec) throws IOException, InterruptedException;
  }

  /** What to run, given its root. */
  @FunctionalInterface
  public interface Specification {
    RunSpec on(RunRoot root) throws IOException;
  }

  /**
   * A run that has ended.
   *
   * @param snapshot with what it changed
   * @param spec what ran
   */
  public record Ran(Snapshot snapshot, RunSpec spec, RunResult result) {}

  /**
   * Runs something on a snapshot of a root filesystem.
   *
   * @param staged an empty directory of the store for the snapshot
   * @param lower the files of the root filesystem
   * @param spec what to run, given its root
   * @param warn told what a user should know
   */
  public Ran run(
      Path staged,
      Rootfs rootfs,
      RootfsView lower,
      Specification spec,
      Runner runner,
      Consumer<String> warn)
      throws IOException, InterruptedException {
    if (!copies.get()) {
      try {
        return run(Snapshot.Overlay.prepare(staged, rootfs, lower, layers), spec, runner);
      } catch (SandboxException e) {
        // Refused before the command could start.
        if (!e.kind().startsWith("overlay-")) {
          throw e;
        }
        copies.set(true);
        if (told.compareAndSet(false, true)) {
          warn.accept(
              e.getMessage()
                  + "; so each RUN works on a copy of its files, which takes longer"
                  + (e.fix().isEmpty() ? "" : " (" + e.fix() + ")"));
        }
      }
    }
    return run(Snapshot.Copy.prepare(staged, lower, layers), spec, runner);
  }

  private static Ran run(Snapshot snapshot, Specification spec, Runner runner)
      throws IOException, InterruptedException {
    RunSpec asked = spec.on(snapshot.root());
    return new Ran(snapshot, asked, runner.run(asked));
  }
}
