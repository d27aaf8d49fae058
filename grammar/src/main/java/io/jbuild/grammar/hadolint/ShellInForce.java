package io.jbuild.grammar.hadolint;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The shell that runs the shell forms of a place.
 *
 * @param name of the program without folder and {@code .exe}, in lower case; {@code sh} if nothing
 *     says otherwise
 * @param arguments before the script, if SHELL gives them
 */
public record ShellInForce(String name, List<String> arguments) {
  /** The shell of Linux images. */
  public static final ShellInForce DEFAULT = new ShellInForce("sh", List.of("-c"));

  private static final Set<String> NOT_POSIX = Set.of("cmd", "powershell", "pwsh");
  private static final Set<String> KNOW_PIPEFAIL = Set.of("bash", "zsh", "ash", "ksh");

  public ShellInForce {
    arguments = List.copyOf(arguments);
  }

  /** The shell of SHELL, which has at least one argument. */
  static ShellInForce of(List<String> command) {
    String path = command.getFirst().toLowerCase(Locale.ROOT);
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return new ShellInForce(
        name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name,
        command.subList(1, command.size()));
  }

  /** Whether it reads scripts as POSIX has it, as far as anyone can tell by the name. */
  public boolean isPosix() {
    return !NOT_POSIX.contains(name);
  }

  /** Whether it is one that may be told to fail when a part of a pipe does. */
  boolean knowsPipefail() {
    return KNOW_PIPEFAIL.contains(name);
  }

  /** Whether a pipe fails when a part of it does. */
  boolean hasPipefail() {
    for (int i = 1; i < arguments.size(); i++) {
      String option = arguments.get(i - 1);
      if (arguments.get(i).equals("pipefail") && option.startsWith("-") && option.endsWith("o")) {
        return knowsPipefail();
      }
    }
    return false;
  }
}
