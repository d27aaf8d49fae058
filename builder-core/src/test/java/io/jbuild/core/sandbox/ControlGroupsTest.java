package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.sandbox.ResourceLimits.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With folders in place of the kernel's hierarchy: they show what is written where. */
final class ControlGroupsTest {
  private static final ResourceLimits LIMITS =
      new ResourceLimits(
          List.of(
              new Setting("--memory", "memory.max", "1048576"),
              new Setting("--cpus", "cpu.max", "150000 100000")),
          Optional.empty());

  @TempDir Path hierarchy;
  private Path own;

  @BeforeEach
  void make() throws IOException {
    own = Files.createDirectories(hierarchy.resolve("user/scope"));
    Files.writeString(own.resolve("cgroup.controllers"), "cpuset cpu memory\n");
    Files.writeString(own.resolve("cgroup.subtree_control"), "");
  }

  private ControlGroups groups(ResourceLimits limits) {
    return new ControlGroups(limits, hierarchy, Path.of("user/scope"));
  }

  @Test
  void withoutLimitsThereIsNoGroup() throws IOException {
    assertEquals(Optional.empty(), groups(ResourceLimits.NONE).newGroup().path());
  }

  @Test
  void eachRunHasAGroupWithTheLimitsBelowAGroupWithoutProcesses() throws IOException {
    ControlGroups groups = groups(LIMITS);
    Path first = groups.newGroup().path().orElseThrow();
    Path second = groups.newGroup().path().orElseThrow();
    assertFalse(first.equals(second));
    assertEquals("1048576", Files.readString(first.resolve("memory.max")));
    assertEquals("150000 100000", Files.readString(second.resolve("cpu.max")));
    assertEquals("+cpu +memory", Files.readString(own.resolve("cgroup.subtree_control")));
    long pid = ProcessHandle.current().pid();
    assertEquals(
        Long.toString(pid), Files.readString(own.resolve("jbuild-" + pid + "/cgroup.procs")));
  }

  @Test
  void whatCannotBeHadIsNamed() throws IOException {
    Files.writeString(own.resolve("cgroup.controllers"), "cpu\n");
    var missing = assertThrows(SandboxException.class, () -> groups(LIMITS).newGroup());
    assertTrue(missing.getMessage().startsWith("`--memory` cannot be had here"));
    assertTrue(missing.ofEnvironment());
    assertTrue(missing.fix().contains("Delegate=yes"));
    var none =
        assertThrows(
            SandboxException.class, () -> new ControlGroups(LIMITS, null, null).newGroup());
    assertTrue(none.getMessage().startsWith("`--memory`, `--cpus` cannot be had here"));
    for (String parent : List.of("/nowhere", "/../..")) {
      var limits = new ResourceLimits(List.of(), Optional.of(parent));
      var e = assertThrows(SandboxException.class, () -> groups(limits).newGroup());
      assertTrue(e.getMessage().startsWith("`--cgroup-parent` cannot be had here"), parent);
    }
  }

  @ParameterizedTest
  @MethodSource("io.jbuild.core.sandbox.TestMode#all")
  void aRunEntersItsGroup(TestMode mode) throws Exception {
    try (var root = new TestRoot(mode)) {
      Path group = root.folder("group");
      Files.createFile(group.resolve("cgroup.procs"));
      mode.own(group);
      var spec =
          new RunSpec(
              new RootLayers(List.of(root.base), root.upper, root.work),
              RunCommand.of(List.of("id"), TestRoot.ENV),
              List.of(),
              Isolation.DEFAULT,
              Optional.of(group),
              Optional.empty());
      assertEquals(0, root.sandbox.run(spec, (stream, bytes) -> {}).exitCode());
      assertEquals("0\n", Files.readString(group.resolve("cgroup.procs")));
    }
  }
}
