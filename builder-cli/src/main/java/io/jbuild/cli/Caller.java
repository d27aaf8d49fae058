package io.jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user who started jbuild, as the launcher tells of them: inside the user namespace ids and
 * home are others.
 *
 * @param home the real home directory
 * @param terminalColumns width of the terminal on standard error; 0 when it is none
 * @param terminalRows its height
 */
record Caller(Path home, int terminalColumns, int terminalRows) {
  /** Whether standard output is a terminal; opens nothing. */
  static boolean standardOutputIsTerminal() {
    return isTerminal(1);
  }

  /** Whether standard input is a terminal; opens nothing. */
  static boolean standardInputIsTerminal() {
    return isTerminal(0);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
          .toString()
          .matches("/dev/(pts/.*|tty.*|console)");
    } catch (IOException e) {
      return false;
    }
  }

  static Caller fromEnvironment() {
    String home = System.getenv("JBUILD_HOME");
    if (home == null || home.isEmpty()) {
      home = System.getenv("HOME");
    }
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home");
    }
    return new Caller(
        Path.of(home), number("JBUILD_TERMINAL", 0), number("JBUILD_TERMINAL_ROWS", 24));
  }

  private static int number(String variable, int otherwise) {
    String value = System.getenv(variable);
    return value != null && value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : otherwise;
  }
}
