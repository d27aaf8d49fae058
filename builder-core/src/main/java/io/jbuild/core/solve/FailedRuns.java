package io.jbuild.core.solve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The RUN steps of a build that have failed. Steps that run at the same time can fail at the same
 * time; the build tells of one.
 */
public final class FailedRuns implements AutoCloseable {
  private final boolean keepsFiles;
  private final List<FailedRun> failed = new ArrayList<>();

  /**
   * None yet.
   *
   * @param keepsFiles whether the files of a failed step are wanted afterwards
   */
  public FailedRuns(boolean keepsFiles) {
    this.keepsFiles = keepsFiles;
  }

  boolean keepsFiles() {
    return keepsFiles;
  }

  synchronized void add(FailedRun run) {
    failed.add(run);
  }

  /** The step that a build failed with, when that was a RUN whose command failed. */
  public synchronized Optional<FailedRun> of(Exception failure) {
    return failed.stream().filter(run -> run.failure() == failure).findFirst();
  }

  /** Deletes the files that were kept. */
  @Override
  public synchronized void close() throws IOException {
    for (FailedRun run : failed) {
      if (run.files().isPresent()) {
        run.files().get().close();
      }
    }
    failed.clear();
  }
}
