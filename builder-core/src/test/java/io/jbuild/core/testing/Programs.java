package io.jbuild.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Real programs as a second opinion. */
public final class Programs {
  private Programs() {}

  /** Skips the test when a program is not on PATH; fails it under {@code -Djbuild.require=all}. */
  public static void require(String... programs) {
    for (String program : programs) {
      boolean found = false;
      for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
        found |= Files.isExecutable(Path.of(folder, program));
      }
      if (!found) {
        String reason = "`" + program + "` is not on PATH";
        if ("all".equals(System.getProperty("jbuild.require"))) {
          Assertions.fail(reason);
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
      }
    }
  }

  /** What a program prints; its status must be 0. */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + output);
    return output;
  }
}
