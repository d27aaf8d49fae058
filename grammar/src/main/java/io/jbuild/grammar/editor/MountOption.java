package io.jbuild.grammar.editor;

import java.util.Locale;
import java.util.Optional;

/** The names of options of {@code RUN --mount}, of which some have several. */
final class MountOption {
  private MountOption() {}

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
