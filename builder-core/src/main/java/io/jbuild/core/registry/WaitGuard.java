package io.jbuild.core.registry;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends a transfer that the other side holds up: by sending nothing, or so little that it would
 * never end. Only the time spent waiting counts, so that a slow disk is no fault of a server. Used
 * by one thread; the thread that watches it is started with the first wait.
 */
public final class WaitGuard implements AutoCloseable {
  /** What even a slow line brings, in bytes a second. */
  public static final long LEAST_SPEED = 1000;

  private final Duration limit;
  private final Runnable breakOff;
  private final Thread watcher;
  private boolean waiting;
  private boolean ended;
  private long since;
  private long allowed;
  private long waited;
  private long came;

  /**
   * @param limit how long one wait may take; in as much of waiting, {@link #LEAST_SPEED} has to be
   *     reached
   * @param breakOff ends a wait from another thread
   */
  public WaitGuard(Duration limit, Runnable breakOff) {
    this.limit = limit;
    this.breakOff = breakOff;
    this.watcher = Thread.ofVirtual().unstarted(this::watch);
  }

  /** Too little came, or nothing. */
  public static final class SlowException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * Something that waits for the other side, and tells how many bytes came; below zero for none.
   */
  @FunctionalInterface
  public interface Wait {
    int run() throws IOException;
  }

  /**
   * Waits for bytes.
   *
   * @return what {@code wait} tells
   * @throws SlowException when they come too slowly
   */
  public int read(Wait wait) throws IOException {
    int bytes = run(limit, wait);
    came += Math.max(0, bytes);
    if (bytes >= 0 && waited >= limit.toNanos()) {
      double seconds = waited / 1e9;
      if (came < LEAST_SPEED * seconds) {
        throw new SlowException("%d bytes came in %.0f seconds".formatted(came, seconds), null);
      }
      waited = 0;
      came = 0;
    }
    return bytes;
  }

  /**
   * Waits for something else.
   *
   * @throws SlowException when it takes longer than {@code most}
   */
  public int run(Duration most, Wait wait) throws IOException {
    begin(most);
    int result;
    try {
      result = wait.run();
    } catch (IOException e) {
      throw end() ? slow(most, e) : e;
    }
    if (end()) {
      throw slow(most, null);
    }
    return result;
  }

  private static SlowException slow(Duration most, IOException cause) {
    return new SlowException("nothing came for " + most.toSeconds() + " seconds", cause);
  }

  private synchronized void begin(Duration most) {
    if (watcher.getState() == Thread.State.NEW) {
      watcher.start();
    }
    since = System.nanoTime();
    allowed = most.toNanos();
    waiting = true;
  }

  /** Whether the wait was broken off: then it is over for good. */
  private synchronized boolean end() {
    waiting = false;
    waited += System.nanoTime() - since;
    return ended;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(limit.dividedBy(4));
        synchronized (this) {
          if (waiting && System.nanoTime() - since > allowed) {
            ended = true;
            breakOff.run();
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // closed: nothing to watch any more
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
