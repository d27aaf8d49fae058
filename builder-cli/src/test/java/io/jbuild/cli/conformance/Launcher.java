package io.jbuild.cli.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts jbuild as a user does.
 *
 * @param jbuild the distribution's {@code bin/jbuild}
 * @param user whom to start it as; empty for the user of this process
 * @param home of that user
 * @param environment {@code NAME=value} beside PATH and HOME
 */
record Launcher(Path jbuild, String user, Path home, List<String> environment) {
  private static final int SECONDS = 120;
  private static final int GRACE_SECONDS = 10;

  /** How a command ended. */
  record Outcome(int exitCode, String output) {}

  /** Runs jbuild; one that hangs is killed and counts as failed. */
  Outcome run(List<String> arguments, Path log) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "-i", "PATH=" + System.getenv("PATH"), "HOME=" + home));
    command.addAll(environment);
    command.add(jbuild.toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(asUser(command))
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroy();
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return new Outcome(-1, "did not end within " + SECONDS + " s\n" + text(log));
    }
    return new Outcome(process.exitValue(), text(log));
  }

  /** A command line that runs as the user; it becomes the command itself. */
  List<String> asUser(List<String> command) throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>();
    if (!user.isEmpty()) {
      // No process in between that would have to pass signals on.
      whole.addAll(
          List.of("setpriv", "--reuid", user, "--regid", group(user), "--init-groups", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  /** The same with one more variable. */
  Launcher with(String variable) {
    List<String> more = new ArrayList<>(environment);
    more.add(variable);
    return new Launcher(jbuild, user, home, more);
  }

  private static String group(String user) throws IOException, InterruptedException {
    return Programs.run(List.of("id", "-g", user)).strip();
  }

  /** Whether it is started as somebody else than root. */
  boolean isOrdinaryUser() {
    return !user.isEmpty() || !Machine.isRoot();
  }

  /** Deletes a store; files of subordinate ids only jbuild or root can delete. */
  void removeStore(Path store, Path log) throws IOException, InterruptedException {
    if (!Machine.isRoot()) {
      run(List.of("system", "reset", "--root", store.toString()), log);
    }
    Programs.run(List.of("rm", "-rf", store.toString()));
  }

  private static String text(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
