package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jbuild.core.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignProgramsTest {
  @TempDir private Path folder;

  private ForeignPrograms on(String processor) {
    return new ForeignPrograms(processor, true, List.of(folder), folder.resolve("cpuinfo"));
  }

  private Path program(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path emulator(String name) throws IOException {
    return program(name, ElfFile.probe(Architecture.named("amd64").orElseThrow()));
  }

  static List<Architecture> architectures() {
    return Architecture.ALL;
  }

  /** The emulators themselves are the oracle for the instructions and headers. */
  @ParameterizedTest
  @MethodSource("architectures")
  void probeEndsWith42UnderItsEmulator(Architecture architecture) throws Exception {
    String emulator = "qemu-" + architecture.qemu() + "-static";
    Programs.require(emulator);
    Path probe = program("probe", ElfFile.probe(architecture));
    Process process =
        new ProcessBuilder(emulator, probe.toString()).redirectErrorStream(true).start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(42, process.exitValue(), new String(process.getInputStream().readAllBytes()));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void magicOfAProgramIsThatOfItsArchitectureAlone(Architecture architecture) {
    for (Architecture other : Architecture.ALL) {
      assertEquals(architecture == other, matches(architecture, ElfFile.probe(other)));
    }
    byte[] pie = ElfFile.probe(architecture);
    pie[architecture.bigEndian() ? 17 : 16] = 3;
    pie[7] = 3;
    assertTrue(matches(architecture, pie));
    pie[architecture.bigEndian() ? 17 : 16] = 1;
    assertFalse(matches(architecture, pie));
  }

  /** As the kernel compares. */
  private static boolean matches(Architecture architecture, byte[] program) {
    byte[] magic = ElfFile.magic(architecture);
    byte[] mask = ElfFile.mask(architecture);
    for (int i = 0; i < magic.length; i++) {
      if (((magic[i] ^ program[i]) & mask[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void registrationIsALineOfBinfmtMisc() {
    assertEquals(
        ":jbuild-aarch64:M::"
            + "\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:"
            + "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:"
            + "/usr/bin/qemu-aarch64-static:PCF",
        ForeignPrograms.registration(
            Architecture.named("arm64").orElseThrow(), Path.of("/usr/bin/qemu-aarch64-static")));
  }

  @Test
  void programsOfThisMachineNeedNothing() throws IOException {
    assertEquals(Optional.empty(), on("amd64").need("linux", "amd64", ""));
    assertEquals(Optional.empty(), on("arm64").need("linux", "arm64", "v9"));
  }

  @Test
  void staticEmulatorIsTakenAndOneWithALoaderIsNot() throws IOException {
    byte[] dynamic = ElfFile.probe(Architecture.named("amd64").orElseThrow());
    dynamic[64] = 3;
    program("qemu-aarch64-static", dynamic);
    assertEquals("", on("amd64").need("linux", "arm64", "").orElseThrow().registration());
    Path plain = emulator("qemu-aarch64");
    Emulation found = on("amd64").need("linux", "arm64", "").orElseThrow();
    assertTrue(found.registration().endsWith(":" + plain + ":PCF"), found.registration());
    assertFalse(found.maybeNative());
    program("qemu-arm", "#!/bin/sh\n".getBytes());
    assertEquals("qemu-arm", on("amd64").need("linux", "arm", "v6").orElseThrow().emulator());
  }

  @Test
  void inAChrootNothingIsRegistered() throws IOException {
    emulator("qemu-aarch64-static");
    var chroot = new ForeignPrograms("amd64", false, List.of(folder), folder);
    assertEquals("", chroot.need("linux", "arm64", "").orElseThrow().registration());
  }

  @Test
  void narrowSiblingsMayBeNative() throws IOException {
    assertTrue(on("amd64").need("linux", "386", "").orElseThrow().maybeNative());
    assertTrue(on("arm64").need("linux", "arm", "v7").orElseThrow().maybeNative());
    assertFalse(on("386").need("linux", "amd64", "").orElseThrow().maybeNative());
  }

  @Test
  void levelsOfAmd64AreThoseOfTheProcessor() throws IOException {
    Files.writeString(
        folder.resolve("cpuinfo"),
        "processor\t: 0\nflags\t\t: fpu cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3 avx\n");
    assertEquals(Optional.empty(), on("amd64").need("linux", "amd64", "v2"));
    var refusal =
        assertThrows(SandboxException.class, () -> on("amd64").need("linux", "amd64", "v3"));
    assertEquals(
        "this processor cannot run programs for `linux/amd64/v3`: it has no `avx2`",
        refusal.getMessage());
  }

  @Test
  void whatNothingCanRunIsRefusedByName() {
    for (String[] platform : new String[][] {{"windows", "amd64"}, {"linux", "wasm"}}) {
      var refusal =
          assertThrows(
              SandboxException.class, () -> on("amd64").need(platform[0], platform[1], ""));
      assertEquals("foreign-architecture", refusal.kind());
      assertTrue(refusal.ofEnvironment());
      assertTrue(refusal.getMessage().contains(platform[0] + "/" + platform[1]));
    }
  }

  @Test
  void ownFolderComesBeforeThePath() {
    assertEquals(
        List.of("/q", "/b", "/usr/bin", "/usr/local/bin"),
        ForeignPrograms.folders(Map.of("JBUILD_QEMU", "/q", "PATH", "/b:relative:/usr/bin:/b"))
            .stream()
            .map(Path::toString)
            .toList());
  }
}
