package io.jbuild.cli;

import io.jbuild.cli.ui.PlainProgress;
import io.jbuild.cli.ui.RawJsonProgress;
import io.jbuild.cli.ui.TerminalProgress;
import io.jbuild.cli.ui.TerminalStyle;
import io.jbuild.core.progress.BuildListener;
import java.io.PrintStream;
import java.time.Clock;

/** The listener that shows a build, and the end of showing. */
record Progress(BuildListener listener, Runnable end) implements AutoCloseable {
  private static final String VARIABLE = "BUILDKIT_PROGRESS";
  private static final int NARROWEST = 40;

  /** How builds are shown where the command line does not say. */
  static String usual() {
    String variable = System.getenv(VARIABLE);
    return variable == null || variable.isEmpty() ? "auto" : variable;
  }

  /**
   * Chooses by {@code --progress}; {@code auto} is a live display on a terminal and plain lines
   * elsewhere.
   */
  static Progress choose(String mode, PrintStream err, Caller caller) {
    boolean terminal = caller.terminalColumns() > 0 && !"dumb".equals(System.getenv("TERM"));
    return switch (mode) {
      case "quiet" -> new Progress(BuildListener.SILENT, () -> {});
      case "plain" -> plain(err);
      case "tty" -> live(err, caller);
      case "rawjson" -> new Progress(new RawJsonProgress(err, Clock.systemUTC()), () -> {});
      case "auto" -> terminal ? live(err, caller) : plain(err);
      default ->
          throw new UsageException(
              (mode.equals(System.getenv(VARIABLE)) ? "`" + VARIABLE + "=" : "`--progress=")
                  + mode
                  + "` is not supported",
              "allowed: `auto`, `plain`, `tty`, `quiet`, `rawjson`");
    };
  }

  private static Progress plain(PrintStream err) {
    return new Progress(new PlainProgress(err), () -> {});
  }

  private static Progress live(PrintStream err, Caller caller) {
    int columns = Math.max(NARROWEST, caller.terminalColumns());
    var display =
        new TerminalProgress(
            err, columns, caller.terminalRows(), TerminalStyle.of(System.getenv()));
    return new Progress(display, display::close);
  }

  /** Takes what is live off the screen, so that a command can print its result; may be repeated. */
  void finish() {
    end.run();
  }

  @Override
  public void close() {
    finish();
  }
}
