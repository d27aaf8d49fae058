package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.plan.CopyFlags;
import io.jbuild.core.plan.CopyOrigin;
import io.jbuild.core.plan.CopySource;
import io.jbuild.core.plan.Step;
import io.jbuild.core.progress.BuildListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SolverTest {
  private static final Step SCRATCH = new Step.Scratch();

  private static Step directory(Step base, String path) {
    return new Step.MakeDirectory(base, path, "");
  }

  private static Step copy(Step base, Step from) {
    return new Step.CopyFiles(
        base,
        new CopyOrigin.FromStep(from),
        List.of(new CopySource.Pattern("/a")),
        "/a",
        CopyFlags.NONE);
  }

  @Test
  void equalStepsAreSolvedOnce() throws Exception {
    Map<Step, AtomicInteger> runs = new ConcurrentHashMap<>();
    // A ladder of diamonds: 2^40 ways from the top to the bottom.
    Step target = SCRATCH;
    for (int i = 0; i < 40; i++) {
      target = copy(directory(target, "/d" + i), directory(target, "/d" + i));
    }
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              runs.computeIfAbsent(step, key -> new AtomicInteger()).incrementAndGet();
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    solver.solve(List.of(target));
    assertEquals(81, runs.size());
    assertTrue(runs.values().stream().allMatch(count -> count.get() == 1), runs.toString());
  }

  @Test
  void stepsThatSeveralTargetsNeedAreSolvedOnce() throws Exception {
    Map<Step, AtomicInteger> runs = new ConcurrentHashMap<>();
    Step shared = directory(SCRATCH, "/shared");
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              runs.computeIfAbsent(step, key -> new AtomicInteger()).incrementAndGet();
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    List<Rootfs> solved =
        solver.solve(List.of(directory(shared, "/a"), directory(shared, "/b"), shared));
    assertEquals(3, solved.size());
    assertEquals(4, runs.size());
    assertTrue(runs.values().stream().allMatch(count -> count.get() == 1), runs.toString());
  }

  @Test
  void independentStepsRunAtTheSameTime() throws Exception {
    var together = new CountDownLatch(2);
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              if (step instanceof Step.MakeDirectory) {
                together.countDown();
                assertTrue(together.await(30, TimeUnit.SECONDS), "the other one never started");
              }
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    solver.solve(List.of(copy(directory(SCRATCH, "/a"), directory(SCRATCH, "/b"))));
    assertEquals(0, together.getCount());
  }

  @Test
  void theFirstFailureEndsAllOtherStepsBeforeItIsReported() {
    var started = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    var running = new AtomicBoolean();
    var failure = new IllegalStateException("no");
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              if (step instanceof Step.MakeDirectory make && make.path().equals("/slow")) {
                running.set(true);
                started.countDown();
                try {
                  Thread.sleep(TimeUnit.SECONDS.toMillis(50));
                } catch (InterruptedException e) {
                  ended.set(true);
                  throw e;
                } finally {
                  running.set(false);
                }
              } else if (step instanceof Step.MakeDirectory) {
                started.await();
                throw failure;
              }
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    Step target = copy(directory(SCRATCH, "/slow"), directory(SCRATCH, "/fails"));
    assertSame(
        failure, assertThrows(IllegalStateException.class, () -> solver.solve(List.of(target))));
    assertTrue(ended.get());
    assertFalse(running.get());
  }

  @Test
  void aStepIsWrittenWhileAnotherStandsOnIt() throws Exception {
    Step below = directory(SCRATCH, "/below");
    var above = new CountDownLatch(1);
    var written = new AtomicBoolean();
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              if (step.equals(below)) {
                ready.accept(Rootfs.EMPTY);
                assertTrue(above.await(30, TimeUnit.SECONDS), "the other one never started");
                Thread.sleep(20);
                written.set(true);
              } else {
                above.countDown();
              }
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    solver.solve(List.of(directory(below, "/above")));
    assertTrue(written.get(), "not all was written when the build went on");
  }

  @Test
  void whatFailsWhileItIsWrittenFailsTheBuild() {
    Step below = directory(SCRATCH, "/below");
    var above = new CountDownLatch(1);
    var failure = new IllegalStateException("the disk is full");
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              if (step.equals(below)) {
                ready.accept(Rootfs.EMPTY);
                above.await();
                throw failure;
              }
              above.countDown();
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class, () -> solver.solve(List.of(directory(below, "/above")))));
  }

  @Test
  void stepsThatTheTargetDoesNotNeedAreNeverSolved() throws Exception {
    Step needed = directory(SCRATCH, "/needed");
    Step other = directory(SCRATCH, "/other");
    Map<Step, Boolean> runs = new ConcurrentHashMap<>();
    var solver =
        new Solver(
            (step, inputs, progress, ready) -> {
              runs.put(step, true);
              return Rootfs.EMPTY;
            },
            List.of(),
            BuildListener.SILENT);
    solver.solve(List.of(needed));
    assertFalse(runs.containsKey(other));
  }
}
