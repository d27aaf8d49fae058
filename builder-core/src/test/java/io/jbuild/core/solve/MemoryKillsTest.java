package io.jbuild.core.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {
  @TempDir Path machine;

  @BeforeEach
  void countsOfTheWholeMachine() throws IOException {
    write("proc/vmstat", "nr_free_pages 7\noom_kill 70\n");
  }

  @Test
  void unifiedHierarchyCountsForTheGroup() throws IOException {
    write("proc/self/cgroup", "0::/user.slice/build\n");
    write("cgroup/user.slice/build/memory.events", "oom 9\noom_kill 3\noom_group_kill 0\n");
    assertEquals(3, count());
  }

  @Test
  void namespaceOfAContainerHasItsGroupAtTheRoot() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("cgroup/memory.events", "low 0\noom_kill 4\n");
    assertEquals(4, count());
  }

  @Test
  void oldHierarchyCountsInTheMemoryController() throws IOException {
    write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/a/b\n0::/\n");
    write("cgroup/memory/a/b/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n");
    assertEquals(5, count());
  }

  @Test
  void machineCountsWhereNoGroupDoes() throws IOException {
    write("proc/self/cgroup", "broken line\n0::/gone\n");
    assertEquals(70, count());
  }

  @Test
  void nothingIsCountedWithoutProc() throws IOException {
    Files.delete(machine.resolve("proc/vmstat"));
    assertEquals(0, count());
  }

  private long count() {
    return MemoryKills.of(machine.resolve("proc"), machine.resolve("cgroup")).count();
  }

  private void write(String path, String text) throws IOException {
    Path file = machine.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
