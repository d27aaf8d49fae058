package io.jbuild.core.solve;

import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.Step;
import io.jbuild.core.sandbox.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Why a command ended as it did, as far as that can be told from outside. */
final class RunDiagnosis {
  private static final long ALMOST_NOTHING = 64 * 1024;
  private static final int LONGEST_COMMAND = 120;
  private static final int SIGKILL = 9;

  private RunDiagnosis() {}

  /**
   * The failure of a command that did not end with 0.
   *
   * @param upper where it wrote its files
   * @param memoryKills how many processes the kernel killed meanwhile for lack of memory
   */
  static BuildFailure of(
      Step.RunCommand step, RunResult result, Path upper, long memoryKills, StepProgress progress)
      throws IOException {
    String ended = "`" + shown(step) + "` " + ended(result);
    if (isFull(upper)) {
      return progress.environmentFailure(
          "disk",
          ended + ", and the store's disk is full",
          Optional.of("free some space, or choose another store with `--root DIR`"),
          null);
    }
    if (memoryKills > 0) {
      return progress.failure(
          "run-out-of-memory",
          ended
              + ", and the kernel killed "
              + (memoryKills == 1 ? "a process" : memoryKills + " processes")
              + " for lack of memory meanwhile",
          Optional.of("give it more memory, or let it do less at a time (such as `make -j1`)"));
    }
    return progress.failure("run-failed", ended, hint(result));
  }

  private static String shown(Step.RunCommand step) {
    String command = String.join(" ", step.arguments());
    return command.length() > LONGEST_COMMAND
        ? command.substring(0, LONGEST_COMMAND - 1) + "…"
        : command;
  }

  private static String ended(RunResult result) {
    if (result.signal().isPresent()) {
      return "was ended by " + result.signalName().orElseThrow();
    }
    return "exited with "
        + result.exitCode()
        + signalOfChild(result).map(name -> " (" + name + ")").orElse("");
  }

  /** What a shell says with its exit code of a command that a signal has ended. */
  private static Optional<String> signalOfChild(RunResult result) {
    return result.exitCode() > 128 && result.exitCode() < 128 + 32
        ? RunResult.signalName(result.exitCode() - 128)
        : Optional.empty();
  }

  /** Whether the command had no room left, which few programs say and fewer by their exit code. */
  private static boolean isFull(Path upper) throws IOException {
    return Files.getFileStore(upper).getUsableSpace() < ALMOST_NOTHING;
  }

  private static Optional<String> hint(RunResult result) {
    return switch (result.exitCode()) {
      case 126 -> Optional.of("the command is there but cannot be executed");
      case 127 -> Optional.of("the command is not in the image: see its PATH, or install it first");
      case 128 + SIGKILL ->
          Optional.of("something killed it; the kernel counts no kill for lack of memory");
      default -> Optional.empty();
    };
  }
}
