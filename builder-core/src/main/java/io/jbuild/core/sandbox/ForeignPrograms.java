package io.jbuild.core.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Programs of other processor architectures: which of them the kernel can start. The kernel does it
 * through an emulator that is registered with binfmt_misc.
 */
public final class ForeignPrograms {
  /** ELF {@code e_machine} by architecture as OCI names it. */
  private static final Map<String, Integer> MACHINES =
      Map.ofEntries(
          Map.entry("386", 3),
          Map.entry("amd64", 62),
          Map.entry("arm", 40),
          Map.entry("arm64", 183),
          Map.entry("loong64", 258),
          Map.entry("mips", 8),
          Map.entry("mips64", 8),
          Map.entry("mips64le", 8),
          Map.entry("mipsle", 8),
          Map.entry("ppc64", 21),
          Map.entry("ppc64le", 21),
          Map.entry("riscv64", 243),
          Map.entry("s390x", 22));

  private static final int MACHINE_DIGITS = 2 * 18;

  private final Path registrations;

  /** Emulators as this machine's kernel lists them. */
  public ForeignPrograms() {
    this(Path.of("/proc/sys/fs/binfmt_misc"));
  }

  ForeignPrograms(Path registrations) {
    this.registrations = registrations;
  }

  /**
   * Whether programs of an architecture can be expected to start on a machine of another. An
   * architecture without a known ELF number is given the benefit of the doubt.
   */
  public boolean canStart(String architecture, String machine) throws IOException {
    boolean native32 =
        (architecture.equals("386") && machine.equals("amd64"))
            || (architecture.equals("arm") && machine.equals("arm64"));
    Integer number = MACHINES.get(architecture);
    if (architecture.equals(machine) || native32 || number == null) {
      return true;
    }
    if (!Files.isRegularFile(registrations.resolve("status"))
        || !Files.readString(registrations.resolve("status")).startsWith("enabled")) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(registrations)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals("status") && !name.equals("register") && starts(entry, number)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a registration is enabled and its magic is an ELF header for the machine number. */
  private static boolean starts(Path entry, int number) throws IOException {
    String text = Files.readString(entry);
    if (!text.startsWith("enabled")) {
      return false;
    }
    for (String line : text.lines().toList()) {
      if (line.startsWith("magic 7f454c46") && line.length() >= 6 + MACHINE_DIGITS + 4) {
        String magic = line.substring(6);
        int first = Integer.parseInt(magic.substring(MACHINE_DIGITS, MACHINE_DIGITS + 2), 16);
        int second = Integer.parseInt(magic.substring(MACHINE_DIGITS + 2, MACHINE_DIGITS + 4), 16);
        boolean bigEndian = magic.startsWith("02", 10);
        return number == (bigEndian ? first << 8 | second : second << 8 | first);
      }
    }
    return false;
  }
}
