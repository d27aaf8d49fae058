package io.jbuild.core.solve;

import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns steps into root filesystems: a memoised, parallel, cache-aware walk of the build graph. A
 * step is solved once however many plans and stages ask for it, independent steps run at the same
 * time, and the first failure ends all others.
 */
public final class Solver {
  private final StepSolver runner;
  private final Map<Step, StepProgress> progress = new HashMap<>();
  private final Map<Step, CompletableFuture<Rootfs>> solved = new ConcurrentHashMap<>();
  private final Queue<CompletableFuture<Void>> tasks = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Rootfs> failed = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Solves one step whose inputs are solved. */
  @FunctionalInterface
  interface StepSolver {
    /**
     * The result of a step, written and recorded.
     *
     * @param ready may be given the result before: other steps stand on it from then on
     */
    Rootfs run(Step step, List<Rootfs> inputs, StepProgress progress, Consumer<Rootfs> ready)
        throws Exception;
  }

  /**
   * A solver for some plans.
   *
   * @param steps every step that may be asked for, in the order in which people see them numbered
   */
  public Solver(StepRunner runner, List<PlannedStep> steps, BuildListener listener) {
    this((StepSolver) runner::run, steps, listener);
  }

  Solver(StepSolver runner, List<PlannedStep> steps, BuildListener listener) {
    this.runner = runner;
    for (PlannedStep step : steps) {
      progress.putIfAbsent(step.step(), new StepProgress(progress.size() + 1, step, listener));
    }
  }

  /**
   * The root filesystems of steps, in their order; to be called once.
   *
   * @throws BuildFailure when a step fails through its input; nothing runs any more by then
   * @throws Exception when the machine is at fault: the store, the sandbox, the registry
   */
  public List<Rootfs> solve(List<Step> targets) throws Exception {
    List<CompletableFuture<Rootfs>> wanted = targets.stream().map(this::rootfs).toList();
    try {
      List<Rootfs> result = new ArrayList<>();
      for (CompletableFuture<Rootfs> each : wanted) {
        result.add((Rootfs) CompletableFuture.anyOf(each, failed).get());
      }
      for (CompletableFuture<Void> task : tasks) {
        CompletableFuture.anyOf(task, failed).get();
      }
      if (failed.isDone()) {
        failed.get();
      }
      return result;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      end();
    }
  }

  private CompletableFuture<Rootfs> rootfs(Step step) {
    var mine = new CompletableFuture<Rootfs>();
    CompletableFuture<Rootfs> earlier = solved.putIfAbsent(step, mine);
    if (earlier != null) {
      return earlier;
    }
    var task = new CompletableFuture<Void>();
    tasks.add(task);
    threads.execute(
        () -> {
          try {
            mine.complete(compute(step, mine::complete));
          } catch (Throwable e) {
            // The first reason wins; what the others die of afterwards is only their ending.
            failed.completeExceptionally(e);
          } finally {
            task.complete(null);
          }
        });
    return mine;
  }

  private Rootfs compute(Step step, Consumer<Rootfs> whenReady) throws Exception {
    List<CompletableFuture<Rootfs>> inputs = new ArrayList<>();
    for (Step input : step.inputs()) {
      inputs.add(rootfs(input));
    }
    List<Rootfs> ready = new ArrayList<>();
    for (CompletableFuture<Rootfs> input : inputs) {
      ready.add(input.get());
    }
    StepProgress shown = progress.getOrDefault(step, StepProgress.NONE);
    try {
      return runner.run(step, ready, shown, whenReady);
    } catch (Exception e) {
      throw located(e, shown);
    }
  }

  /**
   * A failure outside of any step as one at the place that it is about, where there is one: a layer
   * that cannot be had belongs to the FROM of its image.
   */
  public Exception located(Exception failure) {
    return located(failure, StepProgress.NONE);
  }

  private Exception located(Exception failure, StepProgress step) {
    if (!(failure instanceof ImageLayerException layer)) {
      return StepFailures.located(failure, step);
    }
    StepProgress from = progress.getOrDefault(new Step.PullImage(layer.image()), StepProgress.NONE);
    return StepFailures.located(layer.reason(), from.hasPlace() ? from : step);
  }

  /** Ends what still runs and waits for it, so that nothing writes to the store afterwards. */
  private void end() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
