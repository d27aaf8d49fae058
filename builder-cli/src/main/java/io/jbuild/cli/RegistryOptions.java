package io.jbuild.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** How the commands that may ask a registry speak with it. */
final class RegistryOptions {
  @Option(
      names = "--insecure-registry",
      paramLabel = "HOST[:PORT]",
      description =
          "A registry that may be asked over plain HTTP, where it has no HTTPS; may stand several"
              + " times. Those on this machine need no option.")
  List<String> insecure = new ArrayList<>();

  /** The registry client of a command, which asks nobody before something needs it. */
  Registries open(Caller caller) {
    return open(caller, Set.of());
  }

  /**
   * The same.
   *
   * @param more registries that may be asked over plain HTTP
   */
  Registries open(Caller caller, Set<String> more) {
    Set<String> all = new HashSet<>(insecure);
    all.addAll(more);
    return new Registries(caller, all);
  }
}
