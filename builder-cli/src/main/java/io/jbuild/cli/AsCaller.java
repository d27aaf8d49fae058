package io.jbuild.cli;

import io.jbuild.core.registry.ProcessRunner;
import java.io.IOException;
import java.io.InputStream;
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

  /** Starts a program; its streams are pipes. */
  static Process start(List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    if (System.getenv("JBUILD_MODE") != null) {
      line.add(Path.of(System.getProperty("jbuild.dist"), "libexec", "jbuild-sandbox").toString());
      line.add("as-caller");
    }
    line.addAll(command);
    return new ProcessBuilder(line).start();
  }

  /** Runs a program to its end. */
  static ProcessRunner.Result run(List<String> command, byte[] input) throws IOException {
    Process process = start(command);
    try {
      // Both are read aside: waiting can be interrupted, reading a pipe cannot.
      var output = read(process.getInputStream());
      var errors = read(process.getErrorStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // A program need not read its input to its end; its status tells how it went.
      }
      int status = process.waitFor();
      return new ProcessRunner.Result(status, output.get(), errors.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      process.destroy();
    }
  }

  /** All bytes of a stream, read aside. */
  static CompletableFuture<byte[]> read(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> all(stream), Thread::startVirtualThread);
  }

  private static byte[] all(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
