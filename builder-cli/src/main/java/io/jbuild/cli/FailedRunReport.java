package io.jbuild.cli;

import io.jbuild.cli.ui.ControlSequences;
import io.jbuild.core.solve.FailedRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What follows the diagnostic of a command that failed. */
final class FailedRunReport {
  private static final int MOST_LINES = 30;
  private static final int LONGEST_VALUE = 200;

  private FailedRunReport() {}

  static void print(FailedRun run, PrintStream err) {
    List<String> lines =
        new String(run.outputEnd(), StandardCharsets.UTF_8)
            .lines()
            .map(ControlSequences::text)
            .toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    if (last.isEmpty()) {
      err.println("  it wrote nothing");
    } else {
      err.println("  the end of its output:");
      last.forEach(line -> err.println("     | " + line));
    }
    err.println("  it ran as `" + run.user() + "` in `" + run.workingDirectory() + "` with");
    run.environment().forEach(variable -> err.println("     " + shown(variable)));
    run.log().ifPresent(log -> err.println("  its complete log: " + log));
  }

  private static String shown(String variable) {
    String text = ControlSequences.text(variable.replace("\n", "\\n").replace("\r", "\\r"));
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
