package io.jbuild.cli;

import io.jbuild.core.export.PathExport;
import io.jbuild.core.layer.LayerException;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.solve.FailedRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a build does beside telling when the command of a RUN fails. */
final class OnFailure {
  @Option(
      names = "--on-fail",
      paramLabel = "shell",
      description = "When a RUN fails, open a shell in its files, with its mounts and environment.")
  String action;

  @Option(
      names = "--export-on-fail",
      paramLabel = "PATH=DEST",
      description =
          "When a RUN fails, write this file or directory of it (such as test reports) to DEST; may"
              + " stand several times.")
  List<String> exports = new ArrayList<>();

  private record PathAndDestination(String path, Path destination) {}

  /** Says before the build what would not work after it. */
  void check() {
    if (action != null && !action.equals("shell")) {
      throw new UsageException("`--on-fail=" + action + "` is not supported", "allowed: `shell`");
    }
    if (action != null
        && !(Caller.standardInputIsTerminal() && Caller.standardOutputIsTerminal())) {
      throw new UsageException(
          "`--on-fail=shell` needs a terminal, and standard "
              + (Caller.standardInputIsTerminal() ? "output" : "input")
              + " is none",
          "leave it out here, or bring files out with `--export-on-fail PATH=DEST`");
    }
    exports.forEach(OnFailure::parsed);
  }

  boolean wantsFiles() {
    return action != null || !exports.isEmpty();
  }

  /** Reports the failed run, brings its files out and opens the shell, as far as asked for. */
  void follow(FailedRun run, PrintStream err) {
    FailedRunReport.print(run, err);
    if (run.files().isEmpty()) {
      err.flush();
      return;
    }
    FailedRun.Files files = run.files().get();
    for (String export : exports) {
      export(parsed(export), files, err);
    }
    if (action != null) {
      err.println("a shell in the files of the failed step; `exit` ends it");
      err.flush();
      try {
        files.shell();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        Failures.report(e);
      }
    }
    err.flush();
  }

  private static void export(PathAndDestination asked, FailedRun.Files files, PrintStream err) {
    try {
      String path = files.resolve(asked.path());
      if (new PathExport(files.tree(), warnings(err)).export(path, asked.destination())) {
        err.println("wrote " + asked.destination() + " from `" + asked.path() + "`");
      } else {
        err.println(
            "warning: `"
                + asked.path()
                + "` is no file or directory of the failed step: not written");
      }
    } catch (LayerException e) {
      err.println("warning: `" + asked.path() + "` is not written: " + e.getMessage());
    } catch (IOException e) {
      err.flush();
      Failures.report(e);
    }
  }

  private static BuildListener warnings(PrintStream err) {
    return event -> {
      if (event instanceof BuildEvent.Warning(String message)) {
        err.println("warning: " + message);
      }
    };
  }

  private static PathAndDestination parsed(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new UsageException(
          "`--export-on-fail " + text + "` is not PATH=DEST",
          "write a path in the image and where it goes, such as `/src/target/reports=reports`");
    }
    return new PathAndDestination(text.substring(0, equals), Path.of(text.substring(equals + 1)));
  }
}
