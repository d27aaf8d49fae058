package io.jbuild.core.sandbox;

import io.jbuild.core.sandbox.SyscallTable.Abi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * System call filters as BPF programs.
 *
 * <p>{@link #docker} decides as docker's default profile does for a process with docker's default
 * capabilities, 32-bit programs included. The policy itself is data ({@code docker-policy.txt}).
 * Calls of an architecture that the machine does not have end the process; numbers beyond the known
 * ones are answered with ENOSYS, so that programs fall back to older calls.
 */
final class SeccompPolicy {
  private static final int KILL_PROCESS = 0x80000000;
  private static final int ALLOW = 0x7FFF0000;
  private static final int ERRNO = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private static final int X32_BIT = 0x40000000;

  /** All CLONE_NEW* flags that docker looks at: cgroup, uts, ipc, user, pid, net, mount. */
  private static final int NEW_NAMESPACES = 0x7E020000;

  private static final int AF_VSOCK = 40;
  private static final int[] KNOWN_PERSONALITIES = {0, 8, 0x20000, 0x20008, -1};

  private static final int TYPE_OF_MODE = 0xF000;
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int BLOCK_DEVICE = 0x6000;

  /** Decisions that are answered with success and nothing done, where one id alone is mapped. */
  private static final Set<String> PRETENDED =
      Set.of(
          "chown",
          "fchown",
          "lchown",
          "chown32",
          "fchown32",
          "lchown32",
          "fchownat",
          "setuid",
          "setuid32",
          "setgid",
          "setgid32",
          "setreuid",
          "setreuid32",
          "setregid",
          "setregid32",
          "setresuid",
          "setresuid32",
          "setresgid",
          "setresgid32",
          "setgroups",
          "setgroups32",
          "setfsuid",
          "setfsuid32",
          "setfsgid",
          "setfsgid32");

  /** The call interfaces of the machines that jbuild runs on, the native one first. */
  static final Map<String, List<Abi>> MACHINES =
      Map.of(
          "amd64", List.of(Abi.X86_64, Abi.X32, Abi.I386), "arm64", List.of(Abi.AARCH64, Abi.ARM));

  private enum Decision {
    ALLOWED,
    REFUSED,
    UNKNOWN,
    PRETENDED,
    NO_NEW_NAMESPACES,
    KNOWN_PERSONALITY,
    NO_VSOCK,
    PRETENDED_DEVICE_OF_MKNOD,
    PRETENDED_DEVICE_OF_MKNODAT
  }

  private final Map<String, Decision> rules;
  private final Decision otherwise;
  private final BpfProgram program = new BpfProgram();

  private SeccompPolicy(Map<String, Decision> rules, Decision otherwise) {
    this.rules = rules;
    this.otherwise = otherwise;
  }

  /**
   * Docker's default policy.
   *
   * @param abis the call interfaces of a machine, the native one first
   */
  static byte[] docker(List<Abi> abis) {
    return new SeccompPolicy(dockerRules(), Decision.REFUSED).assemble(abis);
  }

  /**
   * Docker's default policy for a namespace of one id: changes of owners and ids and device nodes
   * are pretended.
   */
  static byte[] dockerPretendingOwners(List<Abi> abis) {
    return new SeccompPolicy(pretended(dockerRules()), Decision.REFUSED).assemble(abis);
  }

  /** Allows everything but pretends what {@link #dockerPretendingOwners} pretends. */
  static byte[] pretendingOwners(List<Abi> abis) {
    return new SeccompPolicy(pretended(new HashMap<>()), Decision.ALLOWED).assemble(abis);
  }

  /** The name in {@link #MACHINES} of this machine. */
  static String machine() throws SandboxException {
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (architecture) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default ->
          throw new SandboxException(
              "architecture",
              "there is no system call policy for this machine's architecture `"
                  + architecture
                  + "`",
              "build on amd64 or arm64, or with `--security=insecure`");
    };
  }

  private static Map<String, Decision> dockerRules() {
    var rules = new HashMap<String, Decision>();
    for (String line : SyscallTable.resource("docker-policy.txt")) {
      String[] words = line.split(" ");
      rules.put(words[0], words.length == 1 ? Decision.ALLOWED : condition(words[1]));
    }
    // glibc falls back to clone, whose flags a filter can see.
    rules.put("clone3", Decision.UNKNOWN);
    return rules;
  }

  private static Decision condition(String name) {
    return switch (name) {
      case "no-new-namespaces" -> Decision.NO_NEW_NAMESPACES;
      case "known-personality" -> Decision.KNOWN_PERSONALITY;
      case "no-vsock" -> Decision.NO_VSOCK;
      default -> throw new IllegalStateException("condition `" + name + "`");
    };
  }

  private static Map<String, Decision> pretended(Map<String, Decision> rules) {
    PRETENDED.forEach(name -> rules.put(name, Decision.PRETENDED));
    rules.put("mknod", Decision.PRETENDED_DEVICE_OF_MKNOD);
    rules.put("mknodat", Decision.PRETENDED_DEVICE_OF_MKNODAT);
    return rules;
  }

  private byte[] assemble(List<Abi> abis) {
    program.load(BpfProgram.ARCHITECTURE);
    var done = new HashSet<Integer>();
    for (Abi abi : abis) {
      if (done.add(abi.architecture())) {
        program.whenEqual(abi.architecture(), () -> architecture(abi, abis.contains(Abi.X32)));
      }
    }
    program.returns(KILL_PROCESS);
    return program.toBytes();
  }

  private void architecture(Abi abi, boolean withX32) {
    program.load(BpfProgram.NUMBER);
    if (abi == Abi.X86_64 && withX32) {
      program.whenAtLeast(X32_BIT, () -> numbers(Abi.X32));
    }
    numbers(abi);
  }

  /** A run of call numbers with one decision, up to the next one's start. */
  private record Interval(int start, Decision decision) {}

  private void numbers(Abi abi) {
    var byNumber = new TreeMap<Integer, Decision>();
    SyscallTable.of(abi)
        .numbers()
        .forEach((name, number) -> byNumber.put(number, rules.getOrDefault(name, otherwise)));
    var intervals = new ArrayList<Interval>();
    int next = 0;
    intervals.add(new Interval(0, otherwise));
    for (var entry : byNumber.entrySet()) {
      if (entry.getKey() > next) {
        append(intervals, next, otherwise);
      }
      append(intervals, entry.getKey(), entry.getValue());
      next = entry.getKey() + 1;
    }
    append(intervals, next, otherwise == Decision.ALLOWED ? Decision.ALLOWED : Decision.UNKNOWN);
    search(intervals);
  }

  private static void append(List<Interval> intervals, int start, Decision decision) {
    if (intervals.getLast().start() == start) {
      intervals.removeLast();
    }
    if (intervals.isEmpty() || intervals.getLast().decision() != decision) {
      intervals.add(new Interval(start, decision));
    }
  }

  /** Binary search: a straight list would cost a comparison for every rule at every call. */
  private void search(List<Interval> intervals) {
    if (intervals.size() == 1) {
      decide(intervals.getFirst().decision());
      return;
    }
    int middle = intervals.size() / 2;
    program.whenAtLeast(
        intervals.get(middle).start(), () -> search(intervals.subList(middle, intervals.size())));
    search(intervals.subList(0, middle));
  }

  private void decide(Decision decision) {
    switch (decision) {
      case ALLOWED -> program.returns(ALLOW);
      case REFUSED -> program.returns(ERRNO | EPERM);
      case UNKNOWN -> program.returns(ERRNO | ENOSYS);
      case PRETENDED -> program.returns(ERRNO);
      case NO_NEW_NAMESPACES -> {
        program.loadArgument(0);
        program.and(NEW_NAMESPACES);
        program.whenEqual(0, () -> program.returns(ALLOW));
        program.returns(ERRNO | EPERM);
      }
      case KNOWN_PERSONALITY -> {
        program.loadArgument(0);
        for (int personality : KNOWN_PERSONALITIES) {
          program.whenEqual(personality, () -> program.returns(ALLOW));
        }
        program.returns(ERRNO | EPERM);
      }
      case NO_VSOCK -> {
        program.loadArgument(0);
        program.whenEqual(AF_VSOCK, () -> program.returns(ERRNO | EPERM));
        program.returns(ALLOW);
      }
      case PRETENDED_DEVICE_OF_MKNOD -> device(1);
      case PRETENDED_DEVICE_OF_MKNODAT -> device(2);
    }
  }

  private void device(int modeArgument) {
    program.loadArgument(modeArgument);
    program.and(TYPE_OF_MODE);
    program.whenEqual(CHARACTER_DEVICE, () -> program.returns(ERRNO));
    program.whenEqual(BLOCK_DEVICE, () -> program.returns(ERRNO));
    program.returns(ALLOW);
  }
}
