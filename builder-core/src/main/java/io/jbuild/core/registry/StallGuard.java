package io.jbuild.core.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Breaks a body off when no byte comes for too long: the JDK's client limits only the time until
 * the headers.
 */
final class StallGuard extends FilterInputStream {
  private final Duration limit;
  private final Thread watcher;
  private volatile long waitingSince;
  private volatile boolean stalled;

  StallGuard(InputStream body, Duration limit) {
    super(body);
    this.limit = limit;
    this.watcher = Thread.ofVirtual().unstarted(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(limit.dividedBy(4));
        long since = waitingSince;
        if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
          stalled = true;
          in.close();
          return;
        }
      }
    } catch (InterruptedException | IOException e) {
      // closed: nothing to watch any more
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (watcher.getState() == Thread.State.NEW) {
      watcher.start();
    }
    waitingSince = System.nanoTime() | 1;
    try {
      int n = super.read(bytes, offset, length);
      if (stalled) {
        throw new IOException("no byte came for " + limit.toSeconds() + " seconds");
      }
      return n;
    } catch (IOException e) {
      throw stalled ? new IOException("no byte came for " + limit.toSeconds() + " seconds", e) : e;
    } finally {
      waitingSince = 0;
    }
  }

  @Override
  public void close() throws IOException {
    watcher.interrupt();
    super.close();
  }
}
