package io.jbuild.cli;

import io.jbuild.core.registry.ProcessRunner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs programs as the user who started jbuild, with that user's ids, home and environment. */
final class AsCaller {
  private AsCaller() {}

  static ProcessRunner.Result run(List<String> command, byte[] input) throws IOException {
    List<String> line = new ArrayList<>();
    if (System.getenv("JBUILD_MODE") != null) {
      line.add(Path.of(System.getProperty("jbuild.dist"), "libexec", "jbuild-sandbox").toString());
      line.add("as-caller");
    }
    line.addAll(command);
    Process process = new ProcessBuilder(line).start();
    try {
      var errors =
          CompletableFuture.supplyAsync(
              () -> all(process.getErrorStream()), Thread::startVirtualThread);
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      }
      byte[] output = all(process.getInputStream());
      return new ProcessRunner.Result(process.waitFor(), output, errors.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      process.destroy();
    }
  }

  private static byte[] all(java.io.InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
