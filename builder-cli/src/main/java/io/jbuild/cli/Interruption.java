package io.jbuild.cli;

import java.time.Duration;

/**
 * The end of a command by Ctrl-C, a hang-up or a kill: the command's own clean-up runs, and the
 * exit code stays the signal's.
 */
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static volatile boolean requested;

  private Interruption() {}

  /** Has a signal interrupt the calling thread, and the JVM wait for that thread's end. */
  static void endCallingThreadOnSignal() {
    Thread command = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  requested = true;
                  command.interrupt();
                  try {
                    command.join(PATIENCE);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  /** Whether a signal has asked for the end. */
  static boolean requested() {
    return requested;
  }
}
