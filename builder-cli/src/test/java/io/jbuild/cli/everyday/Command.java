package io.jbuild.cli.everyday;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that has run to its end. Output is decoded as ISO 8859-1, so that file names of any
 * bytes come through.
 */
record Command(List<String> words, int exitCode, String out, String err) {
  private static final long LIMIT_MINUTES = 5;

  /** Runs a program, whatever it answers. */
  static Command run(List<String> words, Map<String, String> environment, Path directory) {
    try {
      Path out = Files.createTempFile("jbuild-test", ".out");
      Path err = Files.createTempFile("jbuild-test", ".err");
      try {
        var builder =
            new ProcessBuilder(words)
                .directory(directory == null ? null : directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("no end after " + LIMIT_MINUTES + " minutes: " + words);
        }
        return new Command(words, process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs a program that has to succeed. */
  static Command ok(String... words) {
    return run(List.of(words), Map.of(), null).succeeded();
  }

  Command succeeded() {
    return exits(0);
  }

  Command exits(int expected) {
    if (exitCode != expected) {
      throw new AssertionError(
          String.join(" ", words) + "\nexited with " + exitCode + "\n" + out + err);
    }
    return this;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
