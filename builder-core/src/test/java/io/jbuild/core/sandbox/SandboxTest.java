package io.jbuild.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.sandbox.Isolation.Limit;
import io.jbuild.core.sandbox.Isolation.NetworkMode;
import io.jbuild.core.sandbox.Isolation.SecurityMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";
  private static final String WITH_OWNERS = "io.jbuild.core.sandbox.TestMode#withOwners";

  private static RunCommand as(RunUser user, String... argv) {
    return new RunCommand(List.of(argv), TestRoot.ENV, "/", user, new byte[0]);
  }

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
          new RootLayers(List.of(root.upper, root.base), next(root, "u2"), next(root, "w2"));
      var spec =
          new RunSpec(
              layers, RunCommand.of(List.of("/tmp/s"), TestRoot.ENV), List.of(), Isolation.DEFAULT);
      assertEquals(
          127, root.sandbox.run(spec, (stream, bytes) -> root.err.writeBytes(bytes)).exitCode());
      assertTrue(root.err().contains("interpreter `/bin/bash`"), root.err());
    }
  }

  private static Path next(TestRoot root, String name) throws Exception {
    var folder = Files.createDirectory(root.folder.resolve(name));
    root.mode.own(folder);
    return folder;
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
  void commandHoldsDockersCapabilities(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell("grep -E 'Cap(Eff|Prm|Bnd|Inh|Amb)|NoNewPrivs|Seccomp:' /proc/self/status");
      String[] expected = {
        "CapInh:\t0000000000000000",
        "CapPrm:\t00000000a80425fb",
        "CapEff:\t00000000a80425fb",
        "CapBnd:\t00000000a80425fb",
        "CapAmb:\t0000000000000000",
        "NoNewPrivs:\t0",
        "Seccomp:\t2"
      };
      assertEquals(Arrays.asList(expected), root.out().lines().toList());
    }
  }

  @ParameterizedTest
  @MethodSource(WITH_OWNERS)
  void otherUserHasNoCapabilitiesAndItsGroups(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result =
          root.run(
              as(
                  new RunUser(1000, 1000, List.of(27L, 1000L)),
                  "sh",
                  "-c",
                  "id -u; id -g; id -G; grep CapEff /proc/self/status; touch /tmp/mine"),
              List.of(),
              Isolation.DEFAULT);
      assertEquals(0, result.exitCode(), root.err());
      assertEquals("1000\n1000\n1000 27\nCapEff:\t0000000000000000\n", root.out());
    }
  }

  @ParameterizedTest
  @MethodSource(WITH_OWNERS)
  void setuidProgramGivesRootToAnotherUser(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell("mkdir -m 700 /srv/closed; touch /srv/closed/file; chmod 4755 /bin/helper");
      var layers =
          new RootLayers(List.of(root.upper, root.base), next(root, "u2"), next(root, "w2"));
      RunUser app = new RunUser(1000, 1000, List.of());
      String script = "rm -rf /srv/closed 2>/dev/null && exit 9; /bin/helper rm-rf /srv/closed";
      RunResult result =
          root.sandbox.run(
              new RunSpec(layers, as(app, "sh", "-c", script), List.of(), Isolation.DEFAULT),
              (stream, bytes) -> root.err.writeBytes(bytes));
      assertEquals(0, result.exitCode(), root.err());
    }
  }

  @ParameterizedTest
  @MethodSource(WITH_OWNERS)
  void ownersAreKept(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell("touch /srv/f; chown 1000:2000 /srv/f; stat -c %u:%g /srv/f");
      assertEquals("1000:2000\n", root.out());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void ownersArePretendedWhereOneIdIsMapped(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      if (mode.mapping() != MappingMode.SINGLE) {
        return;
      }
      RunResult result =
          root.shell(
              "touch /srv/f; chown 1000:2000 /srv/f && mknod /srv/d c 1 3 && stat -c %u:%g /srv/f;"
                  + " mknod /srv/p p && cat $APT_CONFIG");
      assertEquals(0, result.exitCode(), root.err());
      assertEquals("0:0\nAPT::Sandbox::User \"root\";\n", root.out());
      assertEquals(List.of("srv", "srv/f", "srv/p"), root.changes());
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
  void hiddenPathsAreEmptyAndProcSysIsReadOnly(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      root.shell(
          "cat /proc/keys /proc/timer_list | wc -c; ls /sys/firmware | wc -l;"
              + " touch /sys/x 2>/dev/null || echo ro;"
              + " echo 1 2>/dev/null > /proc/sys/kernel/domainname || echo ro;"
              + " ls /dev");
      assertEquals(
          "0\n0\nro\nro\ncore\nfd\nfull\nmqueue\nnull\nptmx\npts\nrandom\nshm\nstderr\nstdin\n"
              + "stdout\ntty\nurandom\nzero\n",
          root.out());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void commandMayNotMount(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      assertEquals(1, root.shell("mount -t tmpfs none /tmp 2>/dev/null").exitCode());
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
  void runThatChangesNothingLeavesNothing(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      List<Mount> mounts =
          List.of(
              new Mount.FileContent(
                  "/etc/resolv.conf", "nameserver ::1\n".getBytes(UTF_8), 0644, 0, 0, false),
              new Mount.Tmpfs("/var/cache/apt", 1 << 20, 0755),
              new Mount.Bind(root.base.resolve("srv"), "/mnt/a/../srv", true));
      root.run(
          RunCommand.of(
              List.of("sh", "-c", "cat /etc/resolv.conf /mnt/srv/gone; touch /var/cache/apt/x"),
              TestRoot.ENV),
          mounts,
          Isolation.DEFAULT);
      assertEquals("nameserver ::1\ngone", root.out(), root.err());
      assertEquals(List.of(), root.changes());
      assertFalse(Files.exists(root.folder.resolve("work.stubs")));
      try (var left = Files.list(root.work)) {
        assertEquals(0, left.count());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void readOnlyBindRefusesWrites(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var bind = new Mount.Bind(root.base.resolve("srv"), "/data", true);
      RunResult result =
          root.run(
              RunCommand.of(List.of("touch", "/data/x"), TestRoot.ENV),
              List.of(bind),
              Isolation.DEFAULT);
      assertEquals(1, result.exitCode());
      assertFalse(Files.exists(root.base.resolve("srv/x")));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void partOfAnotherRootCanBeMounted(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var readOnly = new Mount.Overlay(List.of(root.base), "/srv", "/from", Optional.empty());
      var changes = new Mount.Changes(next(root, "u3"), next(root, "w3"));
      var writable = new Mount.Overlay(List.of(root.base), "srv", "/rw", Optional.of(changes));
      RunResult result =
          root.run(
              RunCommand.of(
                  List.of("sh", "-c", "cat /from/gone && ! touch /from/x && touch /rw/x"),
                  TestRoot.ENV),
              List.of(readOnly, writable),
              Isolation.DEFAULT);
      assertEquals(0, result.exitCode(), root.err());
      assertTrue(Files.exists(changes.upper().resolve("srv/x")));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void mountPointBehindALinkLeavesNoStub(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Files.createDirectory(root.base.resolve("etc"));
      Files.createSymbolicLink(
          root.base.resolve("etc/resolv.conf"), Path.of("/run/resolve/stub.conf"));
      mode.own(root.base);
      var file = new Mount.FileContent("/etc/resolv.conf", "x".getBytes(UTF_8), 0644, 0, 0, true);
      root.run(
          RunCommand.of(List.of("cat", "/run/resolve/stub.conf"), TestRoot.ENV),
          List.of(file),
          Isolation.DEFAULT);
      assertEquals("x", root.out(), root.err());
      assertEquals(List.of(), root.changes());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void removalsAndReplacementsAreMarkedInTheUpper(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result = root.shell("rm /srv/gone; rm -r /srv/old; mkdir /srv/old");
      assertEquals(0, result.exitCode(), root.err());
      int type =
          (int)
              Files.getAttribute(
                  root.upper.resolve("srv/gone"), "unix:mode", LinkOption.NOFOLLOW_LINKS);
      assertEquals(0020000, type & 0170000, "a whiteout is a character device");
      assertEquals(
          List.of("srv/old"), result.opaque().stream().map(p -> new String(p, UTF_8)).toList());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void xattrsAreReportedAsSeenInside(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      // VFS_CAP_REVISION_2, effective, CAP_NET_RAW permitted.
      byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      byte[] odd = {'a', 0, (byte) 0xFF};
      var batch = new Operations();
      batch.addBytes("folder", "d".getBytes(UTF_8), "755");
      batch.addBytes("fifo", new byte[] {'d', '/', (byte) 0xE9}, "644");
      batch.addBytes("folder", "d/dir".getBytes(UTF_8), "700");
      batch.addBytes("xattr", "d/dir".getBytes(UTF_8));
      batch.addRaw(odd, "user.odd");
      batch.addBytes("xattr", "srv/gone".getBytes(UTF_8));
      batch.addRaw(capability, "security.capability");
      var command =
          new RunCommand(
              List.of("helper", "apply", "/"), TestRoot.ENV, "/", RunUser.ROOT, batch.toBytes());
      RunResult result = root.run(command, List.of(), Isolation.DEFAULT);
      assertEquals(0, result.exitCode(), root.err());
      assertEquals(2, result.xattrs().size());
      for (RunResult.Xattr xattr : result.xattrs()) {
        if (xattr.name().equals("user.odd")) {
          assertEquals("d/dir", new String(xattr.path(), UTF_8));
          assertArrayEquals(odd, xattr.value());
        } else {
          assertEquals("security.capability", xattr.name());
          assertEquals("srv/gone", new String(xattr.path(), UTF_8));
          assertArrayEquals(capability, xattr.value());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void insecureRunHasEveryCapabilityAndNoFilter(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var isolation =
          new Isolation("h", NetworkMode.HOST, SecurityMode.INSECURE, List.of(), 1 << 20);
      RunResult result =
          root.run(
              RunCommand.of(List.of("mount", "-t", "tmpfs", "none", "/tmp"), TestRoot.ENV),
              List.of(),
              isolation);
      assertEquals(0, result.exitCode(), root.err());
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
      Files.write(operations, RunProtocol.encode(spec, mode.mapping()));
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
      helper.getOutputStream().write(RunProtocol.encode(spec, mode.mapping()));
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
      helper.getOutputStream().write(RunProtocol.encode(spec, mode.mapping()));
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
