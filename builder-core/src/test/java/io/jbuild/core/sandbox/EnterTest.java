package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What `enter` makes, and how it says why it cannot. */
class EnterTest {
  private static final String ALL = "io.jbuild.core.sandbox.TestMode#all";

  private static Stream<TestMode> root() throws Exception {
    return TestMode.all().filter(mode -> mode.mapping() == MappingMode.ROOT);
  }

  /**
   * Where a test changes the machine's look in a mount namespace, an ordinary user comes second.
   */
  private static Stream<TestMode> subuidOfRoot() throws Exception {
    return TestMode.all()
        .filter(mode -> mode.mapping() == MappingMode.SUBUID && mode.user().isPresent());
  }

  private static Map.Entry<Integer, String> enter(TestRoot root, String... command)
      throws Exception {
    var words = new ArrayList<>(List.of(root.helper.toString(), "enter", "--"));
    words.addAll(List.of(command));
    return TestMode.finish(root.mode.asUser(words.toArray(String[]::new)));
  }

  private static void assertRefused(String kind, String fix, Map.Entry<Integer, String> end) {
    SandboxException refusal = Diagnostics.refusal(end.getValue(), end.getKey());
    assertEquals(kind, refusal.kind(), end.getValue());
    assertTrue(refusal.ofEnvironment());
    assertTrue(refusal.fix().contains(fix), end.getValue());
    assertEquals(3, end.getKey());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void callerIsRootInsideAndTellsWhoHeWas(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var end = enter(root, "sh", "-c", "id -u; id -g; echo $JBUILD_MODE $JBUILD_UID $JBUILD_HOME");
      String[] who =
          TestMode.finish(mode.asUser("sh", "-c", "id -u; echo $HOME")).getValue().split("\n");
      assertEquals(
          "0\n0\n"
              + mode.mapping().name().toLowerCase(Locale.ROOT)
              + " "
              + who[0]
              + " "
              + who[1]
              + "\n",
          end.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void exitCodeIsThatOfTheProgram(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      assertEquals(7, enter(root, "sh", "-c", "exit 7").getKey());
      assertEquals(127, enter(root, "/no/such/program").getKey());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void enteringTwiceIsEnteringOnce(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      String helper = root.helper.toString();
      String script = "cat /proc/self/uid_map; echo $JBUILD_MODE $JBUILD_UID";
      assertEquals(
          enter(root, "sh", "-c", script), enter(root, helper, "enter", "sh", "-c", script));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void mountsMadeInsideDoNotShowOutside(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      var end = enter(root, "mount", "-t", "tmpfs", "tmpfs", root.upper.toString());
      assertEquals(0, end.getKey(), end.getValue());
      String mounts = Files.readString(Path.of("/proc/self/mounts"));
      assertTrue(!mounts.contains(root.folder.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void asCallerIsTheCallerAgain(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      String script = "id -u; id -g; echo $HOME $LC_ALL ${JBUILD_MODE-unset}";
      String before =
          TestMode.finish(
                  mode.asUser(
                      "LC_ALL=C", "HOME=/srv/home", "JBUILD_CALLER_LC_ALL=C", "sh", "-c", script))
              .getValue();
      var end =
          TestMode.finish(
              mode.asUser(
                  "HOME=/srv/home",
                  "LC_ALL=C.UTF-8",
                  "JBUILD_CALLER_LC_ALL=C",
                  root.helper.toString(),
                  "enter",
                  "--",
                  "env",
                  "HOME=/root",
                  root.helper.toString(),
                  "as-caller",
                  "--",
                  "sh",
                  "-c",
                  script));
      assertEquals(before, end.getValue());
      assertEquals(0, end.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void switchedOffNamespacesAreNamed(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      // The limit is the entered namespace's own: the machine's stays.
      String script =
          "echo 0 > /proc/sys/user/max_user_namespaces; exec env -u JBUILD_MODE "
              + root.helper
              + " enter true";
      assertRefused(
          "userns-disabled", "sysctl -w user.max_user_namespaces", enter(root, "sh", "-c", script));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void filterOfAContainerIsNamed(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      RunResult result = root.shell("helper enter sh");
      assertRefused(
          "userns-seccomp", "seccomp=unconfined", Map.entry(result.exitCode(), root.err()));
    }
  }

  @ParameterizedTest
  @MethodSource("subuidOfRoot")
  void missingNewuidmapIsNamed(TestMode mode) throws Exception {
    assertRefused("no-newuidmap", "apt-get install uidmap", behindMount(mode, "/dev/null"));
  }

  @ParameterizedTest
  @MethodSource("subuidOfRoot")
  void refusalOfNewuidmapIsNamed(TestMode mode) throws Exception {
    assertRefused("newuidmap-refused", "setuid root", behindMount(mode, "/bin/false"));
  }

  /** Enters as a user who sees another program in place of newuidmap. */
  private static Map.Entry<Integer, String> behindMount(TestMode mode, String other)
      throws Exception {
    try (var root = new TestRoot(mode)) {
      String script = "mount --bind " + other + " /usr/bin/newuidmap; exec \"$@\"";
      var words = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
      words.addAll(mode.asUser(root.helper.toString(), "enter", "true"));
      return TestMode.finish(words);
    }
  }

  @ParameterizedTest
  @MethodSource("subuidOfRoot")
  void noNewPrivilegesAreNamed(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      assertRefused(
          "newuidmap-refused",
          "no-new-privileges",
          TestMode.finish(
              mode.asUser("setpriv", "--no-new-privs", root.helper.toString(), "enter", "true")));
    }
  }

  @ParameterizedTest
  @MethodSource("root")
  void maskedProcIsNamed(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      // As in a container: a part of /proc is covered, and the namespace inside may not uncover it.
      String script =
          "mount -t tmpfs none /proc/acpi && exec "
              + root.helper
              + " enter -- "
              + root.helper
              + " run";
      var masked =
          new Sandbox(
              List.of(root.helper.toString(), "enter", "--", "sh", "-c", script),
              new IdMap(MappingMode.ROOT, "test"));
      var spec =
          root.spec(RunCommand.of(List.of("ls"), TestRoot.ENV), List.of(), Isolation.DEFAULT);
      SandboxException refusal =
          assertThrows(SandboxException.class, () -> masked.run(spec, (stream, bytes) -> {}));
      assertEquals("masked-proc", refusal.kind(), refusal.getMessage());
      assertTrue(refusal.fix().contains("systempaths=unconfined"));
    }
  }

  @Test
  void keyOfAMapDependsOnModeAndRanges() throws Exception {
    Path process = Files.createTempDirectory("proc");
    Files.writeString(
        process.resolve("uid_map"),
        "         0       1000          1\n         1     100000      65536\n");
    Files.writeString(process.resolve("gid_map"), "         0       1000          1\n");
    IdMap map = IdMap.of(Map.of("JBUILD_MODE", "subuid"), process);
    assertEquals("0:1000:1,1:100000:65536/0:1000:1", map.text());
    assertTrue(map.key().matches("subuid-[0-9a-f]{12}"), map.key());
    assertTrue(map.mode().keepsOwners());
    assertTrue(!MappingMode.SINGLE.keepsOwners());
  }
}
