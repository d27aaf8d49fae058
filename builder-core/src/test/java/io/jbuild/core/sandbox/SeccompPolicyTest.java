package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.sandbox.SyscallTable.Abi;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompPolicyTest {
  private static final int ALLOW = 0x7FFF0000;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;
  private static final int PRETEND = 0x00050000;
  private static final int KILL = 0x80000000;

  private static final List<Abi> PC = List.of(Abi.X86_64, Abi.X32, Abi.I386);
  private static final List<Abi> ARM = List.of(Abi.AARCH64, Abi.ARM);

  private static List<Abi> machine(Abi abi) {
    return PC.contains(abi) ? PC : ARM;
  }

  private static int decide(byte[] program, Abi abi, String name, long... arguments) {
    int number = SyscallTable.of(abi).numbers().get(name);
    return new BpfInterpreter(program).decide(abi.architecture(), number, arguments);
  }

  private static Set<String> unconditional() {
    var names = new HashSet<String>();
    for (String line : SyscallTable.resource("docker-policy.txt")) {
      if (!line.contains(" ")) {
        names.add(line);
      }
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(Abi.class)
  void everyCallOfTheTableIsDecidedAsThePolicySays(Abi abi) {
    byte[] program = SeccompPolicy.docker(machine(abi));
    Set<String> allowed = unconditional();
    Set<String> special = Set.of("clone", "clone3", "personality", "socket");
    for (String name : SyscallTable.of(abi).numbers().keySet()) {
      if (!special.contains(name)) {
        assertEquals(
            allowed.contains(name) ? ALLOW : EPERM, decide(program, abi, name), abi + " " + name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Abi.class)
  void everyNumberEndsInADecision(Abi abi) {
    byte[] program = SeccompPolicy.docker(machine(abi));
    var interpreter = new BpfInterpreter(program);
    int base = abi == Abi.X32 ? 0x40000000 : 0;
    int last = SyscallTable.of(abi).numbers().values().stream().max(Integer::compare).get();
    for (int number = base; number < base + 1200; number++) {
      int action = interpreter.decide(abi.architecture(), number);
      assertTrue(Set.of(ALLOW, EPERM, ENOSYS).contains(action), abi + " " + number);
    }
    assertEquals(ENOSYS, interpreter.decide(abi.architecture(), last + 1));
  }

  @Test
  void whatEscapesAContainerIsRefused() {
    byte[] program = SeccompPolicy.docker(PC);
    for (String name :
        List.of(
            "mount",
            "umount2",
            "unshare",
            "setns",
            "bpf",
            "perf_event_open",
            "keyctl",
            "init_module",
            "kexec_load",
            "reboot",
            "open_by_handle_at",
            "io_uring_setup",
            "userfaultfd",
            "move_mount",
            "swapon",
            "pivot_root",
            "add_key",
            "fsopen")) {
      assertEquals(EPERM, decide(program, Abi.X86_64, name), name);
    }
  }

  @Test
  void whatPackageManagersNeedIsAllowed() {
    byte[] program = SeccompPolicy.docker(ARM);
    for (String name :
        List.of(
            "fchownat",
            "mknodat",
            "chroot",
            "setresuid",
            "capset",
            "fsetxattr",
            "ptrace",
            "renameat2",
            "copy_file_range",
            "openat2",
            "statx",
            "faccessat2",
            "close_range")) {
      assertEquals(ALLOW, decide(program, Abi.AARCH64, name), name);
    }
  }

  @ParameterizedTest
  @EnumSource(Abi.class)
  void threadsAreAllowedAndNamespacesAreNot(Abi abi) {
    byte[] program = SeccompPolicy.docker(machine(abi));
    int thread = 0x3D0F00;
    assertEquals(ALLOW, decide(program, abi, "clone", thread));
    for (int flag :
        new int[] {
          0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00020000
        }) {
      assertEquals(EPERM, decide(program, abi, "clone", thread | flag));
    }
    assertEquals(ENOSYS, decide(program, abi, "clone3"));
  }

  @Test
  void socketsAreAllowedButForTheHypervisors() {
    byte[] program = SeccompPolicy.docker(PC);
    assertEquals(ALLOW, decide(program, Abi.X86_64, "socket", 2));
    assertEquals(ALLOW, decide(program, Abi.X86_64, "socket", 16));
    assertEquals(EPERM, decide(program, Abi.X86_64, "socket", 40));
    // The kernel takes an int: what stands above it must not hide the family.
    assertEquals(EPERM, decide(program, Abi.X86_64, "socket", 0x100000028L));
  }

  @Test
  void onlyHarmlessPersonalitiesAreAllowed() {
    byte[] program = SeccompPolicy.docker(PC);
    for (long good : new long[] {0, 8, 0x20000, 0x20008, 0xFFFFFFFFL}) {
      assertEquals(ALLOW, decide(program, Abi.I386, "personality", good));
    }
    assertEquals(EPERM, decide(program, Abi.I386, "personality", 0x40000));
  }

  @Test
  void foreignArchitecturesEndTheProcess() {
    var interpreter = new BpfInterpreter(SeccompPolicy.docker(PC));
    assertEquals(KILL, interpreter.decide(Abi.AARCH64.architecture(), 63));
    assertEquals(KILL, interpreter.decide(0, 0));
  }

  @ParameterizedTest
  @EnumSource(Abi.class)
  void changesOfOwnersArePretendedWhereOneIdIsMapped(Abi abi) {
    byte[] program = SeccompPolicy.dockerPretendingOwners(machine(abi));
    var numbers = SyscallTable.of(abi).numbers();
    for (String name :
        List.of(
            "chown",
            "fchown",
            "lchown",
            "fchownat",
            "setuid",
            "setresuid",
            "setgroups",
            "setfsgid",
            "chown32",
            "setregid32")) {
      if (numbers.containsKey(name)) {
        assertEquals(PRETEND, decide(program, abi, name), name);
      }
    }
    assertEquals(PRETEND, decide(program, abi, "mknodat", -100, 0, 0x21B6));
    assertEquals(PRETEND, decide(program, abi, "mknodat", -100, 0, 0x61B6));
    assertEquals(ALLOW, decide(program, abi, "mknodat", -100, 0, 0x11B6));
    assertEquals(ALLOW, decide(program, abi, "mknodat", -100, 0, 0x81B6));
    assertEquals(EPERM, decide(program, abi, "mount"));
    assertEquals(ALLOW, decide(program, abi, "openat"));
  }

  @Test
  void programFitsTheKernel() {
    assertTrue(SeccompPolicy.dockerPretendingOwners(PC).length / 8 < 4096);
  }

  @Test
  void dockersCapabilitiesAreTheFourteen() {
    assertEquals(0xA80425FBL, Capabilities.DOCKER_DEFAULT);
    assertEquals(14, Capabilities.names().count());
  }

  @Test
  void theBuildAssemblesTheFiltersOfEveryMachine() {
    SeccompPolicy.MACHINES.forEach(
        (name, abis) -> {
          for (Filters.Kind kind : Filters.Kind.values()) {
            assertArrayEquals(kind.assemble(abis), Filters.read(kind, name), kind + " of " + name);
          }
        });
  }
}
