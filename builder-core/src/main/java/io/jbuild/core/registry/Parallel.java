package io.jbuild.core.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/** Runs tasks a few at a time; the first failure ends the others and is thrown. */
final class Parallel {
  private static final int AT_ONCE = 4;

  private Parallel() {}

  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  static void run(List<Task> tasks) throws IOException {
    int threads = Math.min(AT_ONCE, tasks.size());
    try (var pool = Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
      var done = new ExecutorCompletionService<Void>(pool);
      for (Task task : tasks) {
        done.submit(
            () -> {
              task.run();
              return null;
            });
      }
      try {
        for (int i = 0; i < tasks.size(); i++) {
          done.take().get();
        }
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        pool.shutdownNow();
        switch (e.getCause()) {
          case IOException io -> throw io;
          case UncheckedIOException io -> throw io.getCause();
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          default -> throw new IllegalStateException(e.getCause());
        }
      }
    }
  }
}
