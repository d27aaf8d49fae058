package io.jbuild.core.sandbox;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to be on a machine: who runs the helper and how its ids get mapped. The test JVM itself
 * stays outside of any namespace.
 *
 * @param mapping what `enter` is expected to choose
 * @param user whom root becomes for it; absent: who runs the tests
 */
record TestMode(MappingMode mapping, Optional<String> user, boolean forcedSingle) {
  private static final boolean REQUIRED = "all".equals(System.getProperty("jbuild.require"));

  @Override
  public String toString() {
    return mapping + user.map(name -> " as " + name).orElse("");
  }

  /**
   * All that this machine can show. Ordinary users are who runs the tests or, for root, {@code
   * jbuild-subuid} (or the system property {@code jbuild.testuser}), who has subordinate ids, and
   * {@code jbuild-single}, who has none.
   */
  static Stream<TestMode> all() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Stream.of(
          new TestMode(MappingMode.SUBUID, Optional.empty(), false),
          new TestMode(MappingMode.SINGLE, Optional.empty(), true));
    }
    var modes = new ArrayList<TestMode>();
    modes.add(new TestMode(MappingMode.ROOT, Optional.empty(), false));
    String user = System.getProperty("jbuild.testuser", "jbuild-subuid");
    if (exists(user)) {
      modes.add(new TestMode(MappingMode.SUBUID, Optional.of(user), false));
      boolean other = exists("jbuild-single");
      modes.add(
          new TestMode(MappingMode.SINGLE, Optional.of(other ? "jbuild-single" : user), !other));
    } else {
      String line = "sandbox tests as an ordinary user need a user `" + user + "` with subuids";
      if (REQUIRED) {
        throw new IllegalStateException(line);
      }
      System.out.println("skipped: " + line);
    }
    return modes.stream();
  }

  private static boolean exists(String user) throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .anyMatch(line -> line.startsWith(user + ":"));
  }

  /** Those that keep owners. */
  static Stream<TestMode> withOwners() throws IOException {
    return all().filter(mode -> mode.mapping.keepsOwners());
  }

  /** The command line that runs a program of this mode's user. */
  List<String> asUser(String... command) {
    var words = new ArrayList<String>();
    user.ifPresent(name -> words.addAll(List.of("runuser", "-u", name, "--")));
    words.add("env");
    if (forcedSingle) {
      words.add("JBUILD_ID_MAP=single");
    }
    words.addAll(List.of(command));
    return words;
  }

  /** A world-readable copy of the built helper; aborts the test where there is none. */
  static Path helper(Path folder) throws IOException {
    Path built = Path.of("target/jbuild-sandbox").toAbsolutePath();
    if (!Files.isExecutable(built)) {
      missing("target/jbuild-sandbox is not built: gcc is missing");
    }
    Path copy = folder.resolve("jbuild-sandbox");
    Files.copy(built, copy);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    return copy;
  }

  static void missing(String what) {
    if (REQUIRED) {
      throw new AssertionError("jbuild.require=all: " + what);
    }
    System.out.println("skipped: " + what);
    abort(what);
  }

  /** Gives a tree to this mode's user, so that it looks like an unpacked layer of his store. */
  void own(Path tree) throws IOException {
    if (user.isEmpty()) {
      return;
    }
    try {
      var end = finish(List.of("chown", "-hR", user.get() + ":", tree.toString()));
      if (end.getKey() != 0) {
        throw new IOException(end.getValue());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Runs a program to its end; what it printed, both streams, and its exit code. */
  static Map.Entry<Integer, String> finish(List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Map.entry(process.waitFor(), said);
  }
}
