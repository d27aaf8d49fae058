package io.jbuild.cli.everyday;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine: missing, it is skipped, or with {@code jbuild.require} fails.
 */
final class Require {
  private Require() {}

  static void programs(String... names) {
    for (String name : names) {
      that(isOnPath(name), "the program `" + name + "` is not on the PATH");
    }
  }

  static void that(boolean holds, String otherwise) {
    if (holds) {
      return;
    }
    if ("all".equals(System.getProperty("jbuild.require"))) {
      throw new AssertionError(otherwise);
    }
    Assumptions.abort(otherwise);
  }

  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOnPath(String name) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }
}
