package io.jbuild.core.plan;

import java.util.Locale;
import java.util.Set;

/** The signals that STOPSIGNAL takes: Linux' names, with or without SIG, and positive numbers. */
final class Signals {
  private static final int REAL_TIME_FROM_LOWEST = 15;
  private static final int REAL_TIME_FROM_HIGHEST = 14;
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
          "RTMIN", "RTMAX");

  private Signals() {}

  static boolean isSignal(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text) > 0;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    if (name.matches("RTMIN\\+[0-9]{1,2}")) {
      int offset = Integer.parseInt(name.substring(6));
      return offset > 0 && offset <= REAL_TIME_FROM_LOWEST;
    }
    if (name.matches("RTMAX-[0-9]{1,2}")) {
      int offset = Integer.parseInt(name.substring(6));
      return offset > 0 && offset <= REAL_TIME_FROM_HIGHEST;
    }
    return NAMES.contains(name);
  }
}
