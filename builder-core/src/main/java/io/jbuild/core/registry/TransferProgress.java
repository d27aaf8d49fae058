package io.jbuild.core.registry;

import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;

/**
 * Sums the bytes of parallel transfers to one line of progress, told at most ten times a second.
 */
public final class TransferProgress {
  private static final long INTERVAL = 100_000_000L;

  private final String what;
  private long total;
  private final BuildListener listener;
  private long done;
  private long told;

  /**
   * @param what as the listener is to show it
   * @param total bytes in all, 0 when that is not known
   */
  public TransferProgress(String what, long total, BuildListener listener) {
    this.what = what;
    this.total = total;
    this.listener = listener;
    this.told = System.nanoTime() - INTERVAL;
  }

  /** More bytes are to come than was said. */
  synchronized void expect(long more) {
    total += more;
  }

  /** More bytes are here; fewer when a transfer has to begin anew. */
  public synchronized void add(long bytes) {
    done += bytes;
    long now = System.nanoTime();
    if (now - told >= INTERVAL) {
      told = now;
      listener.on(new BuildEvent.Transfer(what, done, total, false));
    }
  }

  /** All is here. */
  public synchronized void finish() {
    listener.on(new BuildEvent.Transfer(what, done, total, true));
  }
}
