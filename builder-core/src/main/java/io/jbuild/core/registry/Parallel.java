package io.jbuild.core.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tasks a few at a time; the first failure ends the others and is thrown. To be used by one
 * thread; closing it ends what still runs and waits for that.
 */
final class Parallel implements Closeable {
  private static final int AT_ONCE = 4;

  private final ExecutorService pool =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
  private final ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(pool);
  private int running;

  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  static void run(List<Task> tasks) throws IOException {
    try (var parallel = new Parallel()) {
      for (Task task : tasks) {
        parallel.start(task);
      }
      parallel.await();
    }
  }

  /** Lets a task run when there is room. */
  void start(Task task) throws IOException {
    for (Future<Void> ended = done.poll(); ended != null; ended = done.poll()) {
      check(ended);
    }
    done.submit(
        () -> {
          task.run();
          return null;
        });
    running++;
  }

  /** Waits for all. */
  void await() throws IOException {
    while (running > 0) {
      try {
        check(done.take());
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private void check(Future<Void> ended) throws IOException {
    running--;
    try {
      ended.get();
    } catch (InterruptedException e) {
      throw interrupted();
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

  private InterruptedIOException interrupted() {
    pool.shutdownNow();
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  @Override
  public void close() {
    if (running > 0) {
      pool.shutdownNow();
    }
    pool.close();
  }
}
