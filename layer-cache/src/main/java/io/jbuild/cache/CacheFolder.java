package io.jbuild.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A folder of {@link CacheFolders} while it is in use. */
public final class CacheFolder implements Closeable {
  private final Path place;
  private final FolderLock lock;

  CacheFolder(Path place, FolderLock lock) {
    this.place = place;
    this.lock = lock;
  }

  /** The folder itself; its mode and owner are those that it was filled with. */
  public Path path() {
    return place.resolve("folder");
  }

  /** Lets others have it. */
  @Override
  public void close() throws IOException {
    lock.release();
  }
}
