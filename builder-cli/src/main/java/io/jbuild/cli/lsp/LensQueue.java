package io.jbuild.cli.lsp;

import io.jbuild.core.build.BuildForecast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.lsp4j.CodeLens;

/**
 * Works lenses out one file at a time, beside everything else, since a context can be large; what
 * is asked of a text ends when the editor has a newer one. Nothing of the builder is loaded before
 * the first question.
 */
final class LensQueue {
  private final ExecutorService workers;
  private final Path store;
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final StoreWatch watch;
  private BuildForecast forecast;

  private record Running(CompletableFuture<List<? extends CodeLens>> answer, Future<?> work) {
    void end() {
      answer.completeExceptionally(Answers.modified());
      work.cancel(true);
    }
  }

  /**
   * A queue of a session.
   *
   * @param store whose records tell what is cached
   * @param stale called when lenses that were shown may not be right any more
   */
  LensQueue(ExecutorService workers, Path store, Runnable stale) {
    this.workers = workers;
    this.store = store;
    this.watch = new StoreWatch(store, stale);
  }

  CompletableFuture<List<? extends CodeLens>> of(TextDocument document) {
    var answer = new CompletableFuture<List<? extends CodeLens>>();
    Future<?> work = workers.submit(() -> work(document, answer));
    var mine = new Running(answer, work);
    Running before = running.put(document.uri(), mine);
    if (before != null) {
      before.end();
    }
    answer.whenComplete(
        (lenses, failure) -> {
          if (failure instanceof CancellationException) {
            work.cancel(true);
          }
          running.remove(document.uri(), mine);
        });
    return answer;
  }

  /** What is asked of a file now is asked of a text that is no more. */
  void changed(String uri) {
    Running before = running.get(uri);
    if (before != null) {
      before.end();
    }
  }

  private void work(TextDocument document, CompletableFuture<List<? extends CodeLens>> answer) {
    try {
      turn.lockInterruptibly();
      try {
        if (forecast == null) {
          forecast = new BuildForecast(store);
        }
        watch.begin();
        answer.complete(Lenses.of(document, forecast));
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
    } catch (IOException e) {
      // A store or a context that cannot be read: nothing is known of it.
      answer.complete(List.of());
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
      throw e;
    }
  }
}
