package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.EntryType;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The content digests of many files, hashed on all processors. */
final class Contents {
  /** Fewer files than this are not worth a thread. */
  private static final int FEW = 64;

  private Contents() {}

  /**
   * By path. Entries that are no regular files are passed over.
   *
   * @throws IOException that of a file that cannot be read
   */
  static Map<String, Digest> of(FileTree tree, List<Entry> entries) throws IOException {
    Map<String, Digest> digests = new ConcurrentHashMap<>(entries.size() * 2);
    List<Entry> files =
        entries.stream()
            .filter(entry -> entry.type() == EntryType.FILE)
            .filter(entry -> entry.content().isEmpty())
            .toList();
    entries.forEach(
        entry -> entry.content().ifPresent(digest -> digests.put(entry.path(), digest)));
    var next = new AtomicInteger();
    int threads = files.size() < FEW ? 1 : Runtime.getRuntime().availableProcessors();
    if (threads == 1) {
      hash(tree, files, next, digests);
      return digests;
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            hash(tree, files, next, digests);
                            return null;
                          }))
              .toList();
      for (Future<?> worker : running) {
        join(worker);
      }
    }
    return digests;
  }

  private static void hash(
      FileTree tree, List<Entry> files, AtomicInteger next, Map<String, Digest> digests)
      throws IOException {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      digests.put(files.get(i).path(), tree.content(files.get(i)));
    }
  }

  /** The result of a task that reads files; what it failed with is thrown here. */
  static <T> T join(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException bug -> throw bug;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading files");
    }
  }
}
