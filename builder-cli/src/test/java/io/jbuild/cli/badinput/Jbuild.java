package io.jbuild.cli.badinput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The built jbuild with a store of its own that holds the image {@code base}: a busybox. */
final class Jbuild {
  private static final List<String> APPLETS =
      List.of("cat", "chmod", "dd", "echo", "id", "ls", "mkdir", "rm", "sh", "sleep", "touch");
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final long LIMIT_SECONDS = 120;

  final Path folder;
  final Path store;

  /** What a command line gave. */
  record Result(int exit, String out, String err) {}

  Jbuild() throws IOException, InterruptedException {
    if (!Files.isExecutable(BUSYBOX)) {
      skip("/bin/busybox is missing (package busybox-static)");
    }
    folder = Files.createTempDirectory("jbuild-bad");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    store = folder.resolve("data/jbuild");
    importBase(store);
  }

  /** Skips the test, or fails it where everything is required. */
  static void skip(String reason) {
    if ("all".equals(System.getProperty("jbuild.require"))) {
      Assertions.fail(reason);
    }
    System.out.println("skipped: " + reason);
    Assumptions.abort(reason);
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The launcher of the source tree. */
  static Path launcher() {
    return Path.of(System.getProperty("jbuild.root"), "jbuild");
  }

  /** Gives a store the image {@code base}. */
  void importBase(Path into) throws IOException, InterruptedException {
    Path tar = folder.resolve("base.tar");
    if (!Files.exists(tar)) {
      Path root = Files.createDirectory(folder.resolve("base"));
      Files.createDirectory(root.resolve("bin"));
      Files.createDirectory(root.resolve("etc"));
      Files.createDirectory(root.resolve("tmp"));
      Files.copy(BUSYBOX, root.resolve("bin/busybox"));
      for (String applet : APPLETS) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
      Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
      Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
      program(
          folder,
          List.of(
              "tar", "--owner=0", "--group=0", "-cf", tar.toString(), "-C", root.toString(), "."));
    }
    Result made =
        run(
            folder,
            "import",
            "--root",
            into.toString(),
            "--change",
            "ENV PATH=/bin",
            tar.toString(),
            "base");
    Assertions.assertEquals(0, made.exit(), made.err());
  }

  /** Runs a command line of jbuild in a folder. */
  Result run(Path in, String... args) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(launcher().toString()));
    command.addAll(List.of(args));
    return program(in, command);
  }

  /** Runs a program with the store of this object as the default one. */
  Result program(Path in, List<String> command) throws IOException, InterruptedException {
    Process process = start(in, command).start();
    process.getOutputStream().close();
    var out = new String[1];
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    out[0] =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    reader.join();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      Assertions.fail(command + " does not end");
    }
    return new Result(process.exitValue(), out[0], err);
  }

  ProcessBuilder start(Path in, List<String> command) {
    var builder = new ProcessBuilder(command).directory(in.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "XDG_DATA_HOME", folder.resolve("data").toString(),
                "DOCKER_CONFIG", folder.resolve("no-docker-config").toString()));
    builder.environment().remove("JBUILD_ID_MAP");
    return builder;
  }

  /** A fresh context with a Dockerfile. */
  Path context(String dockerfile) throws IOException {
    Path context = Files.createTempDirectory(folder, "context");
    Files.setPosixFilePermissions(context, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return context;
  }

  /** What a failed build must not change: the images that the store names. */
  Optional<String> names() throws IOException {
    Path index = store.resolve("images/index.json");
    return Files.exists(index) ? Optional.of(Files.readString(index)) : Optional.empty();
  }

  /** What lies in a folder, by relative path. */
  static TreeSet<String> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      var files = new TreeSet<String>();
      walk.forEach(file -> files.add(root.relativize(file).toString()));
      return files;
    }
  }

  /** Fails if something that was being written is still there. */
  void assertNothingHalfWritten() throws IOException {
    Assertions.assertEquals(new TreeSet<>(List.of("")), files(store.resolve("tmp")));
  }

  /** The diagnostics in what was printed: lines with {@code error:} outside of a step's output. */
  static List<String> errors(String err) {
    return err.lines()
        .filter(line -> !line.matches("#[0-9]+ .*"))
        .filter(line -> line.matches("\\S+: error: .*"))
        .toList();
  }

  /** Deletes the store, with its files of subordinate ids, and all the rest. */
  void remove() throws IOException, InterruptedException {
    run(folder, "system", "reset");
    program(folder.getParent(), List.of("rm", "-rf", folder.toString()));
  }
}
