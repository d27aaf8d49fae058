package io.jbuild.core.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The static C program {@code jbuild-sandbox}.
 *
 * @param program where it lies
 */
public record Helper(Path program) {
  /** System property that names the helper; the launcher sets it. */
  public static final String PROPERTY = "jbuild.helper";

  /** The helper of this installation, if it was built. */
  public static Optional<Helper> find() {
    String path = System.getProperty(PROPERTY);
    return path != null && Files.isExecutable(Path.of(path))
        ? Optional.of(new Helper(Path.of(path)))
        : Optional.empty();
  }

  /**
   * The helper of this installation.
   *
   * @throws SandboxException when it was not built, as where no C compiler was found
   */
  public static Helper installed() throws SandboxException {
    String path = System.getProperty(PROPERTY);
    if (path == null || !Files.isExecutable(Path.of(path))) {
      throw new SandboxException(
          "no-helper",
          "the sandbox helper `jbuild-sandbox` is missing"
              + (path == null ? "" : " (`" + path + "`)")
              + ", so no command can run",
          "install gcc and libc6-dev and build jbuild again, or use a release that carries the"
              + " helper");
    }
    return new Helper(Path.of(path));
  }

  /** A command line that runs as the calling user, with his own ids, home and environment. */
  public List<String> asCaller(List<String> argv) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("as-caller");
    command.add("--");
    command.addAll(argv);
    return List.copyOf(command);
  }

  /**
   * Removes trees, unreadable folders in them included. What does not exist is no error.
   *
   * @throws IOException naming what could not be removed
   */
  public void removeTrees(List<Path> trees) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("rm-rf");
    trees.forEach(tree -> command.add(Operations.text(tree)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(Diagnostics.withoutPrefix(said));
    }
  }
}
