package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a run ends, all of its processes end. */
class RunEndTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void interruptEndsTheWholeTree(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var started = new CountDownLatch(1);
      var end = new AtomicReference<Throwable>();
      String mark = "31536" + ProcessHandle.current().pid();
      var spec =
          root.spec(
              RunCommand.of(
                  List.of("sh", "-c", "sleep " + mark + " & sleep " + mark + " & echo up; wait"),
                  TestRoot.ENV),
              List.of(),
              Isolation.DEFAULT);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      root.sandbox.run(spec, (stream, bytes) -> started.countDown());
                    } catch (Throwable e) {
                      end.set(e);
                    }
                  });
      started.await();
      thread.interrupt();
      thread.join();
      assertEquals(InterruptedException.class, end.get().getClass());
      assertEquals(0, processes(mark));
      assertFalse(Files.exists(root.folder.resolve("work.stubs")));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void killedCallerTakesTheWholeTreeAlong(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      String mark = "31537" + ProcessHandle.current().pid();
      var spec =
          root.spec(
              RunCommand.of(
                  List.of("sh", "-c", "sleep " + mark + " & echo up; wait"), TestRoot.ENV),
              List.of(),
              Isolation.DEFAULT);
      Process helper =
          new ProcessBuilder(
                  mode.asUser(root.helper.toString(), "enter", "--", root.helper.toString(), "run"))
              .start();
      helper
          .getOutputStream()
          .write(RunProtocol.encode(spec, mode.mapping(), Containment.NAMESPACES));
      helper.getOutputStream().flush();
      assertEquals('O', helper.getInputStream().read());
      assertTrue(processes(mark) > 0);
      // As kill -9 of the JVM does: the pipe closes, nothing is said.
      helper.getOutputStream().close();
      helper.getInputStream().readAllBytes();
      helper.waitFor();
      assertEquals(0, processes(mark));
      assertFalse(Files.readString(Path.of("/proc/mounts")).contains(root.folder.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void killedHelperTakesTheWholeTreeAlong(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      String mark = "31538" + ProcessHandle.current().pid();
      var spec =
          root.spec(
              RunCommand.of(
                  List.of("sh", "-c", "sleep " + mark + " & echo up; wait"), TestRoot.ENV),
              List.of(),
              Isolation.DEFAULT);
      Process helper =
          new ProcessBuilder(
                  mode.asUser(root.helper.toString(), "enter", "--", root.helper.toString(), "run"))
              .start();
      helper
          .getOutputStream()
          .write(RunProtocol.encode(spec, mode.mapping(), Containment.NAMESPACES));
      helper.getOutputStream().flush();
      assertEquals('O', helper.getInputStream().read());
      // Behind runuser and env, which wait for it or became it.
      ProcessHandle supervisor = helper.toHandle();
      while (!supervisor.info().command().orElse("").endsWith("jbuild-sandbox")) {
        supervisor = supervisor.children().findFirst().orElseThrow();
      }
      var asleep = withMark(mark).toList();
      supervisor.destroyForcibly();
      for (ProcessHandle process : asleep) {
        process.onExit().join();
      }
      helper.waitFor();
      assertEquals(0, processes(mark));
    }
  }

  private static long processes(String mark) {
    return withMark(mark).count();
  }

  private static Stream<ProcessHandle> withMark(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep " + mark));
  }
}
