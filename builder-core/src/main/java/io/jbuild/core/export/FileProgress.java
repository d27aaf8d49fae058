package io.jbuild.core.export;

import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;

/** Counts the bytes of exported files; tells of each MiB. */
final class FileProgress {
  private static final long STEP = 1 << 20;

  private final String what;
  private final BuildListener listener;
  private long done;
  private long told;

  FileProgress(String what, BuildListener listener) {
    this.what = what;
    this.listener = listener;
  }

  void add(long bytes) {
    done += bytes;
    if (done - told >= STEP) {
      told = done;
      listener.on(new BuildEvent.Transfer(what, done, 0, false));
    }
  }

  void finish() {
    listener.on(new BuildEvent.Transfer(what, done, done, true));
  }
}
