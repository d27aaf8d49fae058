package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of another processor, in RUN and in `jbuild run`, under QEMU without any privilege. */
class ForeignRunIT {
  private static final String DOCKERFILE =
      """
      FROM busybox-multi
      RUN uname -m > /arch && ls /bin | head -n 1
      CMD ["cat", "/arch"]
      """;
  private static final String BOTH = "linux/amd64,linux/arm64";

  /** An emulator that hangs must not hang the tests. */
  private static Command timed(Installation user, List<String> before, String... words) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of("timeout", "-k", "5", "100"));
    all.addAll(user.words(words));
    return Command.run(all, Map.of(), user.home());
  }

  private static Command timed(Installation user, String... words) {
    return timed(user, List.of(), words);
  }

  private static Installation user(Mode mode) {
    Installation user = Installation.shared(mode);
    ForeignBase.provide(user);
    return user;
  }

  private static Path context() {
    return Context.of(DOCKERFILE).folder();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void eachPlatformRunsItsOwnPrograms(Mode mode) {
    Installation user = user(mode);
    String[] build = {"build", "-t", "foreign", "--platform", BOTH, context().toString()};
    timed(user, build).succeeded();

    assertEquals("x86_64\n", timed(user, "run", "foreign").succeeded().out());
    assertEquals("aarch64\n", timed(user, "run", "--platform=arm64", "foreign").succeeded().out());
    assertEquals(
        "aarch64\n",
        timed(user, "run", "--platform=arm64", "foreign", "uname", "-m").succeeded().out());
    String again = timed(user, build).succeeded().err();
    assertEquals(4, again.lines().filter(line -> line.endsWith(" CACHED")).count(), again);
  }

  @Test
  void failureOfAForeignCommandNamesItsPlatform() {
    Path context = Context.of("FROM busybox-multi\nRUN [ $(uname -m) = x86_64 ]\n").folder();
    String said =
        timed(user(Mode.ROOT), "build", "--platform", BOTH, context.toString()).exits(1).err();
    assertTrue(said.contains("Dockerfile:2:1: error: `linux/arm64`: `/bin/sh -c"), said);
  }

  @Test
  void imageOfOneOtherPlatformRunsAsThatPlatform() {
    Path context = Context.of("FROM busybox-arm64\nENV PATH=/bin\nRUN uname -m\n").folder();
    String said =
        timed(user(Mode.ROOT), "build", "--progress=plain", "--no-cache", context.toString())
            .succeeded()
            .err();
    assertTrue(said.contains(" aarch64\n"), said);
  }

  @Test
  void pushedIndexIsReadByOthersByteForByte() throws IOException {
    Require.programs("skopeo");
    Installation root = user(Mode.ROOT);
    Path out = Workspace.folder("pushed");
    try (LocalRegistry registry = LocalRegistry.open()) {
      String name = registry.host() + "/app:1";
      timed(
              root,
              "build",
              "--platform",
              BOTH,
              "--insecure-registry=" + registry.host(),
              "--annotation=index:a=b",
              "--annotation=manifest-descriptor[linux/arm64]:c=d",
              "--metadata-file=" + out + "/metadata",
              "-t",
              name,
              "--push",
              context().toString())
          .succeeded();
      String digest =
          new ObjectMapper()
              .readTree(Files.readString(out.resolve("metadata")))
              .path("containerimage.digest")
              .asText();
      String raw =
          Command.ok("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + name).out();
      JsonNode index = new ObjectMapper().readTree(raw);
      assertEquals("b", index.at("/annotations/a").asText());
      assertEquals("d", index.at("/manifests/1/annotations/c").asText());
      Command.ok(
          "skopeo",
          "copy",
          "--all",
          "--src-tls-verify=false",
          "docker://" + registry.host() + "/app@" + digest,
          "oci:" + out + "/oci:app");
      assertEquals(raw, Files.readString(out.resolve("oci/blobs/" + digest.replace(':', '/'))));

      Installation other = new Installation(Mode.ROOT, Workspace.folder("other-home"));
      String insecure = "--insecure-registry=" + registry.host();
      other.jbuild("pull", insecure, "--platform=linux/arm64", name).succeeded();
      assertEquals(
          "aarch64\n", timed(other, "run", "--platform=linux/arm64", name).succeeded().out());
      String copy = registry.host() + "/copy:2";
      other.jbuild("tag", name, copy).succeeded();
      String pushed = other.jbuild("push", insecure, copy).succeeded().out();
      assertTrue(pushed.contains(digest), pushed);
      assertEquals(
          raw,
          Command.ok("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + copy).out());
    }
  }

  /** Words that run a command where another user namespace stands for the machine. */
  private static List<String> machine(String registered, boolean hidden) {
    String script =
        """
        mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
        [ -z "$0" ] || printf '%s' "$0" > /proc/sys/fs/binfmt_misc/register
        [ "$1" = seen ] || mount --bind /dev/null "$(command -v qemu-aarch64-static)"
        shift
        exec "$@"
        """;
    return List.of(
        Workspace.launcher().resolve("../../libexec/jbuild-sandbox").normalize().toString(),
        "enter",
        "--",
        "sh",
        "-euc",
        script,
        registered.isEmpty()
            ? ""
            : ":machine:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
                + "\\x02\\x00\\xb7\\x00:"
                + "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
                + "\\xfe\\xff\\xff\\xff:"
                + registered
                + ":PF",
        hidden ? "hidden" : "seen");
  }

  private static Command onMachine(String registered, boolean hidden) {
    Installation root = user(Mode.ROOT);
    Require.that(
        Command.run(machine("", false), Map.of(), null).exitCode() == 0,
        "a user namespace has no binfmt_misc of its own here (Linux 6.7 or later)");
    return timed(
        root,
        machine(registered, hidden),
        "build",
        "--progress=plain",
        "--no-cache",
        "--platform=linux/arm64",
        context().toString());
  }

  @Test
  void ownRegistrationComesBeforeThatOfTheMachine() {
    onMachine("/bin/false", false).succeeded();
  }

  @Test
  void registrationOfTheMachineIsEnough() {
    onMachine(Command.ok("sh", "-c", "command -v qemu-aarch64-static").out().strip(), true)
        .succeeded();
  }

  @Test
  void withoutAnEmulatorItIsSaidWhatToInstall() {
    String said = onMachine("", true).exits(3).err();
    assertTrue(said.contains("Dockerfile:2:1: error: no program for `linux/arm64` runs"), said);
    assertTrue(said.contains("apt-get install qemu-user-static"), said);
  }
}
