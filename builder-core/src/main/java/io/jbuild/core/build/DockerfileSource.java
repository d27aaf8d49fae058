package io.jbuild.core.build;

import io.jbuild.core.remote.HttpAddress;
import java.nio.file.Path;

/** Where the Dockerfile of a build comes from. */
public sealed interface DockerfileSource {
  /** {@code Dockerfile} in the context, or {@code dockerfile} where there is no other. */
  record InContext() implements DockerfileSource {}

  /**
   * A file that the user names: of this machine, or where the context is no folder, and the path is
   * relative, of the context.
   */
  record File(Path path) implements DockerfileSource {}

  /** Standard input. */
  record StandardInput() implements DockerfileSource {}

  /** A file of a web server. */
  record Download(HttpAddress address) implements DockerfileSource {}
}
