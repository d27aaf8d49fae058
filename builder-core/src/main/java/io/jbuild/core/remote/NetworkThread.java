package io.jbuild.core.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs tasks where an interrupt ends a wait for the network: on virtual threads alone it does. */
final class NetworkThread {
  private NetworkThread() {}

  /** Something that uses the network. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException;
  }

  /** Runs a task to its end; an interrupt of the caller ends it. */
  static <T> T call(Task<T> task) throws IOException {
    if (Thread.currentThread().isVirtual()) {
      return task.run();
    }
    var future = new FutureTask<>(task::run);
    Thread worker = Thread.startVirtualThread(future);
    try {
      return future.get();
    } catch (InterruptedException e) {
      worker.interrupt();
      await(worker);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        default -> throw new IOException(e.getCause());
      }
    }
  }

  private static void await(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      // asked twice: then it is left alone
    }
  }
}
