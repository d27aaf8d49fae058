package io.jbuild.cli.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that the tests need. */
final class Programs {
  private Programs() {}

  /** What a program prints; its status must be 0. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
    return output;
  }

  static boolean onPath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Skips the test when something is not at hand; fails it under {@code -Djbuild.require=all}. */
  static void need(boolean there, String missing) {
    if (!there) {
      if ("all".equals(System.getProperty("jbuild.require"))) {
        Assertions.fail(missing);
      }
      System.out.println("skipped: " + missing);
      Assumptions.abort(missing);
    }
  }
}
