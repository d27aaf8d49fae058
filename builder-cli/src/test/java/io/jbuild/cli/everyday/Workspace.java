package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One folder for all that these tests write, readable by every user of the machine, deleted at the
 * end of the JVM.
 */
final class Workspace {
  private static final Path ROOT = make();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Workspace() {}

  /** The repository under test. */
  static Path project() {
    return Path.of(System.getProperty("jbuild.root"));
  }

  /** The launcher of a copy of the distribution that every user may read. */
  static synchronized Path launcher() {
    Path copy = ROOT.resolve("dist");
    if (!Files.exists(copy)) {
      Path built = project().resolve("builder-cli/target/dist");
      Require.that(Files.exists(built.resolve("jbuild.env")), "`mvn package` was not run");
      Path begun = folder("dist").resolve("dist");
      Command.ok("cp", "-a", built.toString(), begun.toString());
      Command.ok("chmod", "-R", "go+rX", begun.toString());
      Command.ok("mv", begun.toString(), copy.toString());
    }
    return copy.resolve("bin/jbuild");
  }

  /** A new empty folder. */
  static Path folder(String name) {
    Path folder = ROOT.resolve(NUMBER.incrementAndGet() + "-" + name);
    try {
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the folder of a case that every user may read, with the modes that git keeps. */
  static Path copyOfCase(String name) {
    Path copy = folder(name).resolve("context");
    Path source = project().resolve("testdata/build").resolve(name);
    Command.ok("cp", "-a", "--no-preserve=ownership", source.toString(), copy.toString());
    Command.ok("chmod", "-R", "u=rwX,go=rX", copy.toString());
    return copy;
  }

  /** The test runner gives a JVM that ends too little time for so many files. */
  private static void deleteInBackground(Path root) {
    try {
      new ProcessBuilder("setsid", "rm", "-rf", "--one-file-system", root.toString()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make() {
    try {
      Path root = Files.createTempDirectory("jbuild-everyday");
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteInBackground(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
