package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a RUN sees of the machine, for every kind of user. */
class SandboxIT {

  @ParameterizedTest
  @EnumSource(Mode.class)
  void runSeesDockersCapabilitiesAndNamespacesOfItsOwn(Mode mode) {
    String progress =
        build(
            mode,
            """
            FROM busybox
            RUN grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status
            RUN echo "processes $(ls -d /proc/[0-9]* | wc -l) host $(hostname)"
            """);

    assertTrue(progress.contains("CapEff:\t00000000a80425fb"), progress);
    assertTrue(progress.contains("CapBnd:\t00000000a80425fb"), progress);
    assertTrue(progress.contains("NoNewPrivs:\t0"), progress);
    assertTrue(progress.contains("Seccomp:\t2"), progress);
    assertTrue(progress.matches("(?s).*processes [1-6] host .*"), progress);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void runWithoutNetworkHasTheLoopbackAlone(Mode mode) {
    String progress =
        build(
            mode,
            """
            FROM busybox
            RUN --network=none echo "devices: $(tail -n +3 /proc/net/dev | cut -d: -f1 | xargs)."
            """);

    assertTrue(progress.contains("devices: lo."), progress);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anInsecureRunHasAllCapabilitiesWhereThatIsAllowed(Mode mode) throws IOException {
    String dockerfile =
        """
        FROM busybox
        RUN --security=insecure grep -E '^(CapEff|Seccomp):' /proc/self/status && \
          mkdir /m && mount -t tmpfs none /m && echo "mounted $(grep -c ' /m ' /proc/mounts)" && \
          echo "sys $(grep ' /sys ' /proc/mounts | head -n 1 | cut -d' ' -f4 | cut -d, -f1)"
        """;
    String progress = build(mode, dockerfile, "--allow", "security.insecure");
    assertTrue(progress.matches("(?s).*CapEff:\t0*1ff[f]+\n.*"), progress);
    assertTrue(progress.contains(mode == Mode.SINGLE ? "Seccomp:\t2" : "Seccomp:\t0"), progress);
    assertTrue(progress.contains("mounted 1"), progress);
    // A view of the machine's own, which nobody in a user namespace can make more writable.
    boolean writable = Files.readString(Path.of("/proc/mounts")).contains(" /sys sysfs rw");
    assertTrue(progress.contains(writable ? "sys rw" : "sys ro"), progress);
    Command refused =
        Installation.shared(mode).jbuild("build", Context.of(dockerfile).folder().toString());
    assertTrue(refused.exits(1).err().contains("`security.insecure` is not allowed"));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hostsLimitsAndSharedMemoryAreAsAskedFor(Mode mode) {
    String dockerfile =
        """
        FROM busybox
        RUN grep -E 'db|gate' /etc/hosts; ulimit -n; ulimit -Hn; df -k /dev/shm | tail -n 1; hostname
        """;
    String progress =
        build(
            mode,
            dockerfile,
            "--add-host=db:192.0.2.7",
            "--add-host",
            "gate=host-gateway",
            "--ulimit",
            "nofile=123:456",
            "--shm-size=3m",
            "--build-arg",
            "BUILDKIT_SANDBOX_HOSTNAME=of-" + mode.user());
    assertTrue(progress.contains(" 192.0.2.7\tdb\n"), progress);
    assertTrue(progress.contains(" 127.0.0.1\tgate\n"), progress);
    assertTrue(progress.contains(" 123\n") && progress.contains(" 456\n"), progress);
    assertTrue(progress.matches("(?s).* tmpfs +3072 .*"), progress);
    assertTrue(progress.contains(" of-" + mode.user() + "\n"), progress);
    String again =
        build(
            mode,
            dockerfile,
            "--add-host=db:192.0.2.8",
            "--add-host=gate:192.0.2.9",
            "--build-arg",
            "BUILDKIT_SANDBOX_HOSTNAME=of-" + mode.user());
    assertFalse(again.contains("192.0.2.8"), "names count for the cache, addresses do not");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void filesOfTheMachineAreProvidedAndStayOutOfTheLayer(Mode mode) {
    Installation user = Installation.shared(mode);
    String progress =
        build(
            mode,
            """
            FROM busybox
            RUN test -f /etc/hosts && test -f /etc/hostname && echo "hostname $(cat /etc/hostname)" && \
              grep -q localhost /etc/hosts && cmp /etc/resolv.conf /etc/resolv.conf && \
              echo "resolv.conf $(wc -c < /etc/resolv.conf)"
            RUN echo nameserver 192.0.2.1 > /etc/resolv.conf; echo 192.0.2.2 other >> /etc/hosts
            """);
    assertTrue(progress.contains("resolv.conf "), progress);
    assertFalse(progress.contains("resolv.conf 0"), progress);

    var folder = user.home().resolve("files-of-the-machine");
    user.jbuild(
            "build",
            "-o",
            "type=local,dest=" + folder,
            Context.of("FROM sandbox\n").folder().toString())
        .succeeded();

    String listed =
        Command.ok("sh", "-c", "cd \"$1\" && ls -A etc dev proc sys", "sh", folder.toString())
            .out();
    assertEquals("dev:\n\netc:\ngroup\npasswd\n\nproc:\n\nsys:\n", listed);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void exitCodeOfAFailedRunIsToldAndNothingIsNamed(Mode mode) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Context context = Context.of("FROM busybox\nRUN echo before && exit 7\n");

    Command build = user.jbuild("build", "-t", "never-made", context.folder().toString()).exits(1);

    assertTrue(build.err().contains("exited with 7"), build.err());
    assertTrue(build.err().contains("Dockerfile:2:"), build.err());
    user.jbuild("image", "inspect", "never-made").exits(2);
  }

  private static String build(Mode mode, String dockerfile, String... options) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user.build(Context.of(dockerfile).folder(), "sandbox", options);
  }
}
