package io.jbuild.grammar.editor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of options of {@code RUN --mount}, of which some have several. */
final class MountOption {
  private static final Map<String, Set<String>> BY_TYPE =
      Map.of(
          "bind", Set.of("source", "from", "readonly", "readwrite"),
          "cache",
              Set.of(
                  "id", "source", "from", "sharing", "readonly", "readwrite", "mode", "uid", "gid"),
          "tmpfs", Set.of("size"),
          "secret", Set.of("id", "required", "env", "mode", "uid", "gid"),
          "ssh", Set.of("id", "required", "mode", "uid", "gid"));

  private MountOption() {}

  /**
   * Whether an option means something to the mount that it is in; any does where the type is not
   * told yet.
   *
   * @param mount the options so far, the one that is typed last
   */
  static boolean fits(String option, String mount) {
    for (String given : mount.split(",")) {
      Set<String> own =
          given.startsWith("type=") ? BY_TYPE.get(given.substring("type=".length())) : null;
      if (own != null) {
        return own.contains(option) || option.equals("target");
      }
    }
    return true;
  }

  /** The name that the {@link Manual} has; empty if it is none. */
  static Optional<String> canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String known =
        switch (lower) {
          case "dst", "destination" -> "target";
          case "src" -> "source";
          case "ro" -> "readonly";
          case "rw" -> "readwrite";
          default -> lower;
        };
    return Manual.entry("RUN --mount " + known).map(entry -> known);
  }
}
