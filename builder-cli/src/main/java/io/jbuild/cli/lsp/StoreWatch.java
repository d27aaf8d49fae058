package io.jbuild.cli.lsp;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/**
 * Tells when a build has left something in a store: a record of a step, or an image. Whatever comes
 * within a moment is told once.
 */
final class StoreWatch {
  private static final long QUIET_MILLIS = 300;

  private final Path store;
  private final Runnable changed;
  private boolean watching;

  /** A watch that begins with {@link #begin}. */
  StoreWatch(Path store, Runnable changed) {
    this.store = store;
    this.changed = changed;
  }

  /** Begins, if there is a store by now and it has not begun yet. */
  synchronized void begin() {
    if (watching || !Files.isDirectory(store.resolve("steps"))) {
      return;
    }
    watching = true;
    try {
      WatchService service = store.getFileSystem().newWatchService();
      for (String folder : new String[] {"steps", "images"}) {
        store
            .resolve(folder)
            .register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE);
      }
      Thread.ofPlatform().daemon().name("store").start(() -> watch(service));
    } catch (IOException e) {
      // Too many watches on this machine: the editor asks again by itself when something is typed.
      return;
    }
  }

  private void watch(WatchService service) {
    try {
      while (true) {
        for (WatchKey key = service.take(); key != null; ) {
          key.pollEvents();
          if (!key.reset()) {
            return;
          }
          key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      return;
    }
  }
}
