package io.jbuild.core.sandbox;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A processor architecture as ELF and QEMU have it.
 *
 * @param name as OCI has it
 * @param qemu as QEMU names its emulator
 * @param bits 32 or 64
 * @param machine ELF's {@code e_machine}
 * @param flags ELF's {@code e_flags} of an ordinary program
 * @param exit42 the instructions that end a process with status 42
 */
record Architecture(
    String name, String qemu, int bits, boolean bigEndian, int machine, int flags, String exit42) {
  static final List<Architecture> ALL =
      List.of(
          little("amd64", "x86_64", 64, 62, 0, "bf2a000000 b83c000000 0f05"),
          little("386", "i386", 32, 3, 0, "bb2a000000 b801000000 cd80"),
          little("arm64", "aarch64", 64, 183, 0, "400580d2 a80b80d2 010000d4"),
          little("arm", "arm", 32, 40, 0x5000000, "2a00a0e3 0170a0e3 000000ef"),
          little("riscv64", "riscv64", 64, 243, 0, "1305a002 9308d005 73000000"),
          little("ppc64le", "ppc64le", 64, 21, 2, "01000038 2a006038 02000044"),
          big("ppc64", "ppc64", 64, 21, 2, "38000001 3860002a 44000002"),
          big("s390x", "s390x", 64, 22, 0, "a729002a 0a01"),
          little("loong64", "loongarch64", 64, 258, 3, "04a88002 0b748102 00002b00"),
          big("mips", "mips", 32, 8, 0x50001000, "2404002a 24020fa1 0000000c"),
          little("mipsle", "mipsel", 32, 8, 0x50001000, "2a000424 a10f0224 0c000000"),
          big("mips64", "mips64", 64, 8, 0x60000000, "2404002a 240213c2 0000000c"),
          little("mips64le", "mips64el", 64, 8, 0x60000000, "2a000424 c2130224 0c000000"));

  private static Architecture little(
      String name, String qemu, int bits, int machine, int flags, String exit42) {
    return new Architecture(name, qemu, bits, false, machine, flags, exit42);
  }

  private static Architecture big(
      String name, String qemu, int bits, int machine, int flags, String exit42) {
    return new Architecture(name, qemu, bits, true, machine, flags, exit42);
  }

  /** The architecture of that name in OCI's words. */
  static Optional<Architecture> named(String name) {
    for (Architecture one : ALL) {
      if (one.name.equals(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether processors of another architecture may run its programs themselves. */
  boolean mayRunOn(String processor) {
    return name.equals("386") && processor.equals("amd64")
        || name.equals("arm") && processor.equals("arm64");
  }

  byte[] instructions() {
    return HexFormat.of().parseHex(exit42.replace(" ", ""));
  }
}
