package io.jbuild.core.registry;

import java.io.IOException;
import java.util.List;

/** Runs a program as the calling user, outside the sandbox: credential helpers need that. */
@FunctionalInterface
public interface ProcessRunner {
  /**
   * Runs the program to its end.
   *
   * @param command name (looked up on PATH) and arguments
   * @throws IOException when it cannot be started
   */
  Result run(List<String> command, byte[] input) throws IOException;

  /** What it said. */
  record Result(int status, byte[] output, byte[] errors) {}
}
