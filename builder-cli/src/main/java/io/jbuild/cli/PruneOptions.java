package io.jbuild.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/** What the commands that remove images are told alike. */
final class PruneOptions {
  @Option(
      names = {"-a", "--all"},
      description = "Remove images with names, too.")
  boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask.")
  private boolean force;

  /** Whether it is forced, or someone says yes. */
  boolean agreed(String what) throws IOException {
    return force || Confirmation.given("This will remove " + what + ".");
  }
}
