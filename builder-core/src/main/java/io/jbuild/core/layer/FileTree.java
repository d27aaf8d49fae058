package io.jbuild.core.layer;

import io.jbuild.cache.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A read-only tree of files: a build context after {@code .dockerignore}, or the merged layers of a
 * root filesystem. Paths are those of {@link Entry}; no method follows symlinks.
 */
public interface FileTree {
  /** The entry at this very path, or nothing. The empty path is the root directory. */
  Optional<Entry> find(String path) throws IOException;

  /** What stands in a directory, sorted by the bytes of the name; empty when it is no directory. */
  List<Entry> list(String directory) throws IOException;

  /** The bytes of a regular file that this tree returned. */
  InputStream open(Entry file) throws IOException;

  /** The SHA-256 of a regular file's bytes; read and hashed only if it is not known yet. */
  Digest content(Entry file) throws IOException;

  /**
   * A value that is equal for all names of one file (hardlinks), or nothing when the tree knows no
   * other name of it. It says nothing beyond this tree.
   */
  default Optional<Object> linkIdentity(Entry file) throws IOException {
    return Optional.empty();
  }
}
