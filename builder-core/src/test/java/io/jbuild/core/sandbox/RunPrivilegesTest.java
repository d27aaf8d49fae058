package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.core.sandbox.Isolation.NetworkMode;
import io.jbuild.core.sandbox.Isolation.SecurityMode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who a command runs as, and what it may do. */
class RunPrivilegesTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";
  private static final String WITH_OWNERS = "io.jbuild.core.sandbox.TestMode#withOwners";

  private static RunCommand as(RunUser user, String... argv) {
    return new RunCommand(List.of(argv), TestRoot.ENV, "/", user, new byte[0]);
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
          new RootLayers(List.of(root.upper, root.base), root.folder("u2"), root.folder("w2"));
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
  void commandMayNotMount(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      assertEquals(1, root.shell("mount -t tmpfs none /tmp 2>/dev/null").exitCode());
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
}
