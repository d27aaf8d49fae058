package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --mount} of RUN mounts, as far as rules ask.
 *
 * @param flag the option
 * @param type such as {@code cache}; {@code bind} if none is given
 * @param target the folder, without a slash at its end; empty if none is given
 * @param from the stage or image it comes from
 */
record Mount(Flag flag, String type, String target, Optional<String> from) {
  /** Those of a RUN, in order. */
  static List<Mount> of(Run run) {
    List<Mount> mounts = new ArrayList<>();
    for (Flag flag : run.flags()) {
      if (flag.name().equals("mount") && flag.value().isPresent()) {
        mounts.add(of(flag, flag.value().get().text()));
      }
    }
    return mounts;
  }

  private static Mount of(Flag flag, String options) {
    String type = "bind";
    String target = "";
    Optional<String> from = Optional.empty();
    for (String option : options.split(",")) {
      int equals = option.indexOf('=');
      String value = option.substring(equals + 1).strip();
      switch (equals < 0 ? "" : option.substring(0, equals).strip()) {
        case "type" -> type = value;
        case "target", "dst", "destination" ->
            target =
                value.length() > 1 && value.endsWith("/")
                    ? value.substring(0, value.length() - 1)
                    : value;
        case "from" -> from = Optional.of(value);
        default -> {}
      }
    }
    return new Mount(flag, type, target, from);
  }

  /** Whether what is written to a folder does not stay in the layer. */
  boolean keepsOut(String folder) {
    return (type.equals("cache") || type.equals("tmpfs"))
        && !target.isEmpty()
        && (folder.equals(target) || folder.startsWith(target + "/"));
  }

  /** Whether a mount of a RUN keeps one of some folders out of the layer. */
  static boolean keepsOut(Visit visit, List<String> folders) {
    return visit.instruction() instanceof Run run
        && of(run).stream().anyMatch(mount -> folders.stream().anyMatch(mount::keepsOut));
  }
}
