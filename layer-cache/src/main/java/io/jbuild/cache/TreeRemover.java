package io.jbuild.cache;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Deletes a directory with all it holds. Files of subordinate uids can only be deleted inside the
 * user namespace; a process outside passes its own means.
 */
@FunctionalInterface
public interface TreeRemover {
  void remove(Path tree) throws IOException;

  /** Deletes by walking, as this process. */
  static TreeRemover walking() {
    throw new UnsupportedOperationException();
  }
}
