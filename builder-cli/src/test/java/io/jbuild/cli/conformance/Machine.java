package io.jbuild.cli.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder to work in, and jbuild's distribution where every user can read it.
 *
 * @param owner of the contexts
 */
record Machine(Path folder, Launcher launcher, ContextFiles.Owner owner) implements Closeable {

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static boolean userExists(String user) throws IOException {
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .anyMatch(line -> line.startsWith(user + ":"));
  }

  static Machine prepare(Path distribution, String user) throws IOException, InterruptedException {
    if (!Files.exists(distribution.resolve("bin/jbuild"))) {
      throw new IOException("no distribution at " + distribution);
    }
    Path folder = Files.createTempDirectory("jbuild-conformance");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    // Its times stay: the AOT cache knows the jars by them.
    Programs.run(List.of("cp", "-a", distribution.toString(), folder.resolve("dist").toString()));
    Programs.run(List.of("chmod", "-R", "a+rX", folder.resolve("dist").toString()));
    var machine =
        new Machine(
            folder,
            new Launcher(
                folder.resolve("dist/bin/jbuild"), user, folder.resolve("home"), List.of()),
            user.isEmpty() ? new ContextFiles.Owner(0, 0, false) : owner(user));
    machine.newFolder("home");
    if (!user.isEmpty()) {
      Programs.run(List.of("chown", user + ":", folder.toString()));
    }
    return machine;
  }

  private static ContextFiles.Owner owner(String user) throws IOException, InterruptedException {
    return new ContextFiles.Owner(
        Integer.parseInt(Programs.run(List.of("id", "-u", user)).strip()),
        Integer.parseInt(Programs.run(List.of("id", "-g", user)).strip()),
        true);
  }

  /** A folder of the user's. */
  Path newFolder(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    if (owner.settable()) {
      Files.setAttribute(made, "unix:uid", owner.uid());
      Files.setAttribute(made, "unix:gid", owner.gid());
    }
    return made;
  }

  @Override
  public void close() throws IOException {
    try {
      Programs.run(List.of("rm", "-rf", folder.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
