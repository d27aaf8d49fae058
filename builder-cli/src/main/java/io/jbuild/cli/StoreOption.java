package io.jbuild.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --root}: which store a command works on. */
final class StoreOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "The store of images, layers and step results (default: $XDG_DATA_HOME/jbuild).")
  Path root;

  // Whoever works on a store enters a namespace for it, or is told not to.
  @Mixin IsolationOption isolation = new IsolationOption();

  Path root() {
    isolation.check();
    if (root != null) {
      return root.toAbsolutePath().normalize();
    }
    String dataHome = System.getenv("XDG_DATA_HOME");
    Path data =
        dataHome == null || dataHome.isEmpty()
            ? Caller.fromEnvironment().home().resolve(".local/share")
            : Path.of(dataHome);
    return data.resolve("jbuild").toAbsolutePath().normalize();
  }
}
