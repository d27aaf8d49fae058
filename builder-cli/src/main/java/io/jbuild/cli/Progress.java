package io.jbuild.cli;

import io.jbuild.cli.ui.PlainProgress;
import io.jbuild.cli.ui.TerminalProgress;
import io.jbuild.core.progress.BuildListener;
import java.io.PrintStream;

/** The listener that shows a build, and the end of showing. */
record Progress(BuildListener listener, Runnable end) implements AutoCloseable {

  /**
   * Chooses by {@code --progress}; {@code auto} is a live display on a terminal and plain lines
   * elsewhere.
   */
  static Progress choose(String mode, PrintStream err, Caller caller) {
    boolean terminal = caller.terminalColumns() > 0 && !"dumb".equals(System.getenv("TERM"));
    return switch (mode) {
      case "quiet" -> new Progress(BuildListener.SILENT, () -> {});
      case "plain" -> plain(err);
      case "tty" -> live(err, Math.max(40, caller.terminalColumns()));
      case "auto" -> terminal ? live(err, caller.terminalColumns()) : plain(err);
      default ->
          throw new UsageException(
              "`--progress=" + mode + "` is not supported",
              "allowed: `auto`, `plain`, `tty`, `quiet`");
    };
  }

  private static Progress plain(PrintStream err) {
    return new Progress(new PlainProgress(err), () -> {});
  }

  private static Progress live(PrintStream err, int columns) {
    String noColour = System.getenv("NO_COLOR");
    var display = new TerminalProgress(err, columns, noColour == null || noColour.isEmpty());
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
