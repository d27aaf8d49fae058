package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static String build(Mode mode, String dockerfile) {
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    return user.build(Context.of(dockerfile).folder(), "sandbox");
  }
}
