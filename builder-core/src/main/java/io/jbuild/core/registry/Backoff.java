package io.jbuild.core.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between tries: doubling, with jitter, at least as long as the server asks. */
public final class Backoff {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Duration firstDelay;

  /**
   * @param firstDelay before the second try
   */
  public Backoff(Duration firstDelay) {
    this.firstDelay = firstDelay;
  }

  /** Whether a later try may have a better answer. */
  public static boolean isTransient(int status) {
    return status == 408
        || status == 429
        || status == 500
        || status == 502
        || status == 503
        || status == 504;
  }

  /**
   * Waits after a failed try.
   *
   * @param attempt 1 after the first
   * @param retryAfter seconds, as the server said; anything else is ignored
   */
  public void pause(int attempt, String retryAfter) throws InterruptedIOException {
    try {
      Thread.sleep(delay(attempt, retryAfter));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  Duration delay(int attempt, String retryAfter) {
    long base = firstDelay.toMillis() << Math.min(attempt - 1, 16);
    Duration delay =
        Duration.ofMillis(base / 2 + ThreadLocalRandom.current().nextLong(base / 2 + 1));
    if (retryAfter.matches("[0-9]{1,6}")) {
      Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
      delay = asked.compareTo(delay) > 0 ? asked : delay;
    }
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
