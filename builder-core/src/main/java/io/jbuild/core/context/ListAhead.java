package io.jbuild.core.context;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.FileTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lists the folders of a tree on disk on all processors, ahead of a walk that asks for them in
 * order. What fails, fails where the walk comes to it.
 */
final class ListAhead implements AutoCloseable {
  private final FileTree tree;
  private final ExecutorService pool;
  private final Map<String, Future<List<Entry>>> ahead = new ConcurrentHashMap<>();

  ListAhead(FileTree tree) {
    this.tree = tree;
    this.pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  }

  List<Entry> list(String directory) throws IOException {
    Future<List<Entry>> listing = ahead.remove(directory);
    return Contents.join(listing == null ? pool.submit(() -> listed(directory)) : listing);
  }

  private List<Entry> listed(String directory) throws IOException {
    List<Entry> entries = tree.list(directory);
    for (Entry entry : entries) {
      if (entry.isDirectory()) {
        ahead.put(entry.path(), pool.submit(() -> listed(entry.path())));
      }
    }
    return entries;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
