package io.jbuild.core.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Programs of other platforms than this machine's, and what runs them: the processor itself, a
 * static QEMU of this machine registered in our own user namespace, or what the machine has
 * registered.
 *
 * <p>Once a user namespace has a table of its own the kernel looks at no other, so a build that
 * needs two emulators, one of which only the machine has registered, may find that one hidden.
 */
public final class ForeignPrograms {
  /** Environment variable that names a folder of emulators, which are taken before all others. */
  public static final String FOLDER = "JBUILD_QEMU";

  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** What each level of amd64 asks of the processor beyond the one before (x86-64 psABI). */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"),
          List.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave"),
          List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

  private final String processor;
  private final boolean mayRegister;
  private final List<Path> folders;
  private final Path cpu;

  ForeignPrograms(String processor, boolean mayRegister, List<Path> folders, Path cpu) {
    this.processor = processor;
    this.mayRegister = mayRegister;
    this.folders = List.copyOf(folders);
    this.cpu = cpu;
  }

  /**
   * Those of this machine.
   *
   * @param processor its architecture as OCI has it
   */
  public static ForeignPrograms ofThisMachine(String processor) {
    boolean namespaces = Containment.ofThisProcess() == Containment.NAMESPACES;
    return new ForeignPrograms(processor, namespaces, folders(System.getenv()), CPU);
  }

  static List<Path> folders(Map<String, String> environment) {
    Set<Path> folders = new LinkedHashSet<>();
    String own = environment.getOrDefault(FOLDER, "");
    if (!own.isEmpty()) {
      folders.add(Path.of(own).toAbsolutePath());
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    folders.addAll(List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin")));
    return new ArrayList<>(folders);
  }

  /**
   * What a program for a platform needs to run; nothing where it is this machine's own.
   *
   * @throws SandboxException when nothing can run it, with what to do about it
   */
  public Optional<Emulation> need(String os, String architecture, String variant)
      throws IOException {
    String platform = os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    if (!os.equals("linux")) {
      throw new SandboxException(
          "foreign-architecture",
          "no program for `" + platform + "` runs here: this is Linux",
          "build on such a machine, or do without RUN");
    }
    if (architecture.equals(processor)) {
      requireLevel(platform, variant);
      return Optional.empty();
    }
    Optional<Architecture> known = Architecture.named(architecture);
    if (known.isEmpty()) {
      throw new SandboxException(
          "foreign-architecture",
          "no program for `" + platform + "` runs here, and no emulator for it is known",
          "build on such a machine, or do without RUN");
    }
    Architecture wanted = known.get();
    Optional<Path> found = mayRegister ? find(wanted) : Optional.empty();
    String registration = found.isPresent() ? registration(wanted, found.get()) : "";
    String emulator = found.isPresent() ? found.get().toString() : "qemu-" + wanted.qemu();
    return Optional.of(
        new Emulation(
            registration, wanted.mayRunOn(processor), platform, emulator, ElfFile.probe(wanted)));
  }

  /**
   * Flags: the emulator is opened now, outside of the image (F), the program keeps its argv[0],
   * without which busybox does not know its applets (P), and its setuid rights (C).
   */
  static String registration(Architecture architecture, Path emulator) {
    return ":jbuild-"
        + architecture.qemu()
        + ":M::"
        + ElfFile.escaped(ElfFile.magic(architecture))
        + ":"
        + ElfFile.escaped(ElfFile.mask(architecture))
        + ":"
        + emulator
        + ":PCF";
  }

  private Optional<Path> find(Architecture wanted) throws IOException {
    for (Path folder : folders) {
      for (String suffix : List.of("-static", "")) {
        Path program = folder.resolve("qemu-" + wanted.qemu() + suffix);
        if (Files.isRegularFile(program)
            && Files.isExecutable(program)
            && program.toString().indexOf(':') < 0
            && ElfFile.isStatic(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  private void requireLevel(String platform, String variant) throws IOException {
    if (!processor.equals("amd64") || !variant.matches("v[2-4]")) {
      return;
    }
    int wanted = variant.charAt(1) - '0';
    for (int level = 2; level <= wanted; level++) {
      for (String feature : LEVELS.get(level - 2)) {
        if (!features().contains(feature)) {
          throw new SandboxException(
              "foreign-architecture",
              "this processor cannot run programs for `"
                  + platform
                  + "`: it has no `"
                  + feature
                  + "`",
              "build for `linux/amd64`, or on a newer processor");
        }
      }
    }
  }

  private Set<String> features() throws IOException {
    for (String line : Files.readAllLines(cpu)) {
      if (line.startsWith("flags")) {
        return Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+"));
      }
    }
    return Set.of();
  }
}
