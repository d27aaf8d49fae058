package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.sandbox.Isolation.Limit;
import io.jbuild.core.sandbox.Isolation.NetworkMode;
import io.jbuild.core.sandbox.Isolation.SecurityMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands run, with their streams, surroundings and exit codes. */
class SandboxTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void exitCodeAndBothStreamsComeBack(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result = root.shell("echo out; echo err >&2; exit 7");
      assertEquals(7, result.exitCode());
      assertEquals(OptionalInt.empty(), result.signal());
      assertEquals("out\n", root.out());
      assertEquals("err\n", root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void endBySignalIsToldApartFromAnExitCode(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result = root.shell("kill -9 $$");
      assertEquals(137, result.exitCode());
      assertEquals(OptionalInt.of(9), result.signal());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void missingCommandIs127AndNamed(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result =
          root.run(RunCommand.of(List.of("nope"), TestRoot.ENV), List.of(), Isolation.DEFAULT);
      assertEquals(127, result.exitCode());
      assertTrue(root.err().contains("`nope` is not in the image"), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void scriptWhoseInterpreterIsMissingSaysSo(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result =
          root.shell("echo '#!/bin/bash' > /tmp/s; chmod +x /tmp/s; exec /bin/helper enter");
      assertEquals(2, result.exitCode());
      root.err.reset();
      var layers =
          new RootLayers(List.of(root.upper, root.base), root.folder("u2"), root.folder("w2"));
      var spec =
          new RunSpec(
              layers, RunCommand.of(List.of("/tmp/s"), TestRoot.ENV), List.of(), Isolation.DEFAULT);
      assertEquals(
          127, root.sandbox.run(spec, (stream, bytes) -> root.err.writeBytes(bytes)).exitCode());
      assertTrue(root.err().contains("interpreter `/bin/bash`"), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void notExecutableIs126(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result =
          root.run(RunCommand.of(List.of("/srv/gone"), TestRoot.ENV), List.of(), Isolation.DEFAULT);
      assertEquals(126, result.exitCode());
      assertTrue(root.err().contains("`/srv/gone`"), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void networkNoneHasOnlyLoopback(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var isolation =
          new Isolation("h", NetworkMode.NONE, SecurityMode.SANDBOX, List.of(), 1 << 20);
      root.run(
          RunCommand.of(
              List.of("sh", "-c", "ls /sys/class/net; ip -o addr | grep -c 127.0.0.1"),
              TestRoot.ENV),
          List.of(),
          isolation);
      assertEquals("lo\n1\n", root.out(), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void hostnameLimitsAndWorkingDirectoryAreThoseAsked(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var isolation =
          new Isolation(
              "builder",
              NetworkMode.HOST,
              SecurityMode.SANDBOX,
              List.of(new Limit("nofile", 64, 100)),
              1 << 20);
      var command =
          new RunCommand(
              List.of("sh", "-c", "hostname; ulimit -n; ulimit -Hn; pwd; cat"),
              TestRoot.ENV,
              "/srv",
              RunUser.ROOT,
              "typed".getBytes(UTF_8));
      root.run(command, List.of(), isolation);
      assertEquals("builder\n64\n100\n/srv\ntyped", root.out(), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void missingWorkingDirectoryIsRefusedByName(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var command =
          new RunCommand(List.of("ls"), TestRoot.ENV, "/nowhere", RunUser.ROOT, new byte[0]);
      var refusal =
          assertThrows(
              SandboxException.class, () -> root.run(command, List.of(), Isolation.DEFAULT));
      assertEquals("working-directory", refusal.kind());
      assertFalse(refusal.ofEnvironment());
      assertTrue(refusal.getMessage().contains("`/nowhere`"), refusal.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void onlyTheRunsOwnProcessesAreSeen(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell("echo $$; cat /proc/1/cmdline | grep -c jbuild-sandbox");
      assertEquals("2\n1\n", root.out());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void attachedRunHasTheCallersStreams(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Path operations = root.folder.resolve("operations");
      Path frames = root.folder.resolve("frames");
      var spec =
          root.spec(
              RunCommand.of(List.of("sh", "-c", "cat; echo err >&2; exit 5"), TestRoot.ENV),
              List.of(),
              Isolation.DEFAULT);
      Files.write(operations, RunProtocol.encode(spec, mode.mapping(), Containment.NAMESPACES));
      Files.createFile(frames);
      mode.own(root.folder);
      Process process =
          new ProcessBuilder(
                  mode.asUser(
                      root.helper.toString(),
                      "enter",
                      "--",
                      root.helper.toString(),
                      "run",
                      "--spec",
                      operations.toString(),
                      "--result",
                      frames.toString()))
              .start();
      try (var input = process.getOutputStream()) {
        input.write("typed".getBytes(UTF_8));
      }
      assertEquals("typed", new String(process.getInputStream().readAllBytes(), UTF_8));
      assertEquals("err\n", new String(process.getErrorStream().readAllBytes(), UTF_8));
      assertEquals(5, process.waitFor());
      try (var input = Files.newInputStream(frames)) {
        assertEquals(5, new RunFrames(input, (stream, bytes) -> {}).read().exitCode());
      }
    }
  }
}
