package io.jbuild.core.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A folder with a busybox base layer, an upper and a work folder, and a sandbox of one mode. */
final class TestRoot implements AutoCloseable {
  static final List<String> APPLETS =
      List.of(
          "cat",
          "chown",
          "chmod",
          "echo",
          "env",
          "grep",
          "hostname",
          "id",
          "ip",
          "kill",
          "ln",
          "ls",
          "mkdir",
          "mknod",
          "mount",
          "readlink",
          "rm",
          "sh",
          "sleep",
          "stat",
          "touch",
          "wc");
  static final List<String> ENV = List.of("PATH=/usr/bin:/bin");

  final TestMode mode;
  final Path folder;
  final Path helper;
  final Path base;
  final Path upper;
  final Path work;
  final Sandbox sandbox;
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();

  TestRoot(TestMode mode) throws IOException {
    this.mode = mode;
    Path busybox = Path.of("/bin/busybox");
    if (!Files.isExecutable(busybox)) {
      TestMode.missing("/bin/busybox is missing (package busybox-static)");
    }
    folder = Files.createTempDirectory(Path.of("/tmp"), "jbuild-sandbox");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    helper = TestMode.helper(folder);
    base = Files.createDirectories(folder.resolve("base/bin")).getParent();
    Files.createDirectories(base.resolve("srv/old/deep"));
    Files.createDirectories(base.resolve("tmp"));
    Files.setPosixFilePermissions(
        base.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(base.resolve("srv/gone"), "gone");
    Files.copy(busybox, base.resolve("bin/busybox"));
    Files.copy(helper, base.resolve("bin/helper"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(base.resolve("bin/" + applet), Path.of("busybox"));
    }
    upper = Files.createDirectory(folder.resolve("upper"));
    work = Files.createDirectory(folder.resolve("work"));
    mode.own(folder);
    sandbox =
        new Sandbox(
            mode.asUser(helper.toString(), "enter", "--", helper.toString(), "run"),
            new IdMap(mode.mapping(), "test"));
  }

  RunResult shell(String script) throws IOException, InterruptedException {
    return run(RunCommand.of(List.of("sh", "-c", script), ENV), List.of(), Isolation.DEFAULT);
  }

  RunResult run(RunCommand command, List<Mount> mounts, Isolation isolation)
      throws IOException, InterruptedException {
    return sandbox.run(
        spec(command, mounts, isolation),
        (stream, bytes) -> (stream == OutputConsumer.Stream.STDOUT ? out : err).writeBytes(bytes));
  }

  RunSpec spec(RunCommand command, List<Mount> mounts, Isolation isolation) {
    return new RunSpec(new RootLayers(List.of(base), upper, work), command, mounts, isolation);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Everything in the upper folder, relative, sorted. */
  List<String> changes() throws IOException {
    var paths = new ArrayList<String>();
    try (var walk = Files.walk(upper)) {
      walk.filter(path -> !path.equals(upper))
          .forEach(path -> paths.add(upper.relativize(path).toString()));
    }
    return paths.stream().sorted().toList();
  }

  /** A further folder beside the root's own, such as the upper or work directory of another run. */
  Path folder(String name) throws Exception {
    var made = Files.createDirectory(folder.resolve(name));
    mode.own(made);
    return made;
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
    try {
      TestMode.finish(
          mode.asUser(
              helper.toString(),
              "enter",
              "--",
              helper.toString(),
              "rm-rf",
              base.toString(),
              upper.toString(),
              work.toString()));
      new Helper(helper).removeTrees(List.of(folder));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
