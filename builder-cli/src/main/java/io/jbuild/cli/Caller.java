package io.jbuild.cli;

import java.nio.file.Path;

/**
 * The user who started jbuild, as the launcher tells of them: inside the user namespace ids and
 * home are others.
 *
 * @param home the real home directory
 * @param terminalColumns width of the terminal on standard error; 0 when it is none
 */
record Caller(Path home, int terminalColumns) {
  static Caller fromEnvironment() {
    String home = System.getenv("JBUILD_HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home");
    }
    String columns = System.getenv("JBUILD_TERMINAL");
    boolean number = columns != null && columns.matches("[0-9]{1,5}");
    return new Caller(Path.of(home), number ? Integer.parseInt(columns) : 0);
  }
}
