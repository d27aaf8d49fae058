package io.jbuild.core.build;

import io.jbuild.core.layer.PathBytes;
import io.jbuild.core.layer.SpecialFiles;
import io.jbuild.core.sandbox.FileOperations;
import io.jbuild.core.sandbox.Helper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Special files by way of the sandbox helper, one process a batch. */
final class HelperFiles implements SpecialFiles {
  private static final int FIFO_MODE = 0600;

  @Override
  public void apply(Path root, List<Operation> operations) throws IOException {
    var batch = new FileOperations();
    for (Operation operation : operations) {
      byte[] path = PathBytes.encode(operation.path());
      switch (operation) {
        case Operation.Whiteout _ -> batch.whiteout(path);
        case Operation.Fifo _ -> batch.fifo(path, FIFO_MODE);
        case Operation.Symlink(var _, String target) ->
            batch.symlink(path, PathBytes.encode(target));
        case Operation.Times(var _, long seconds) -> batch.time(path, seconds, 0);
        case Operation.Xattr(var _, String name, byte[] value) -> batch.xattr(path, name, value);
      }
    }
    try {
      batch.apply(Helper.installed(), root);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Removes a tree whose files may belong to ids that only the namespace knows. */
  static void remove(Helper helper, Path tree) throws IOException {
    try {
      helper.removeTrees(List.of(tree));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
