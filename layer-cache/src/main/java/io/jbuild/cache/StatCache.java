package io.jbuild.cache;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Content digests of files that did not change since they were hashed, for one context directory.
 * Thread-safe. A file whose mtime or ctime lies less than two seconds before this cache was opened,
 * or after that, is not recorded: it may change again without its times telling so.
 */
public final class StatCache {
  StatCache(Instant opened) {
    opened.toString();
  }

  public Optional<Digest> find(FileStat stat) {
    throw new UnsupportedOperationException();
  }

  /** Remembers the digest; {@code stat} must have been taken after the opening, before hashing. */
  public void record(FileStat stat, Digest content) {
    throw new UnsupportedOperationException();
  }

  /** Writes the cache if it has news. */
  public void save() throws IOException {
    throw new UnsupportedOperationException();
  }
}
