package io.jbuild.cli;

/** Whether what goes to standard output may be coloured. */
final class Colour {
  private Colour() {}

  /** On a terminal, unless {@code NO_COLOR} says otherwise (no-color.org). */
  static boolean allowed() {
    String forbidden = System.getenv("NO_COLOR");
    return (forbidden == null || forbidden.isEmpty()) && Caller.standardOutputIsTerminal();
  }
}
