package io.jbuild.cli.ui;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Colours of the live display, and how many lines of output a running step shows.
 *
 * @param run parameters of the colour sequence for what was done; empty for no colour
 * @param cached for what was there already
 * @param warning for warnings
 * @param error for what failed
 * @param colours whether there are any
 * @param outputLines of a step that runs
 */
public record TerminalStyle(
    String run, String cached, String warning, String error, boolean colours, int outputLines) {
  private static final List<String> NAMES =
      List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white");
  private static final int USUAL_LINES = 6;
  private static final int MOST_LINES = 50;

  /** Without colours. */
  public static final TerminalStyle BARE = new TerminalStyle("", "", "", "", false, USUAL_LINES);

  /** What the user's environment asks for: {@code NO_COLOR}, {@code BUILDKIT_COLORS}. */
  public static TerminalStyle of(Map<String, String> environment) {
    String lines =
        environment.getOrDefault(
            "BUILDKIT_TTY_LOG_LINES", environment.getOrDefault("BUILDKIT_TTY_LOG_NUM", ""));
    int shown =
        lines.matches("[0-9]{1,4}") ? Math.min(MOST_LINES, Integer.parseInt(lines)) : USUAL_LINES;
    String wanted = environment.getOrDefault("BUILDKIT_COLORS", "");
    boolean none = !environment.getOrDefault("NO_COLOR", "").isEmpty() && wanted.isEmpty();
    if (none || wanted.equals("false")) {
      return new TerminalStyle("", "", "", "", false, shown);
    }
    return new TerminalStyle(
        code(wanted, "run", "32"),
        code(wanted, "run", "36"),
        code(wanted, "warning", "33"),
        code(wanted, "error", "31"),
        true,
        shown);
  }

  /** The colour of a key in {@code run=green:error=255,0,0}; what is no colour changes nothing. */
  private static String code(String wanted, String key, String usual) {
    for (String pair : wanted.split(":")) {
      if (pair.startsWith(key + "=")) {
        return colour(pair.substring(key.length() + 1)).orElse(usual);
      }
    }
    return usual;
  }

  private static Optional<String> colour(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    String base = name.startsWith("light-") ? name.substring("light-".length()) : name;
    if (NAMES.contains(base)) {
      return Optional.of(Integer.toString((base.equals(name) ? 30 : 90) + NAMES.indexOf(base)));
    }
    return name.matches("[0-9]{1,3},[0-9]{1,3},[0-9]{1,3}")
        ? Optional.of("38;2;" + name.replace(',', ';'))
        : Optional.empty();
  }

  String paint(String code, String text) {
    return colours && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
