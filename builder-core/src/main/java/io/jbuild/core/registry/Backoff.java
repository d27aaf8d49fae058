package io.jbuild.core.registry;

import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between tries: anything between nothing and a bound that doubles each time (full jitter, so
 * that those who failed together do not come back together), and at least as long as the server
 * asks ({@code Retry-After}, RFC 9110, 10.2.3).
 */
public final class Backoff {
  /** Who asks for more patience than this is not waited for. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration LONGEST_OF_OURS = Duration.ofSeconds(20);

  private final Duration firstDelay;
  private final Pace pace;

  /**
   * Really waits.
   *
   * @param firstDelay the bound before the second try
   */
  public Backoff(Duration firstDelay) {
    this(firstDelay, Pace.REAL);
  }

  Backoff(Duration firstDelay, Pace pace) {
    this.firstDelay = firstDelay;
    this.pace = pace;
  }

  /** Whether a later try may have a better answer. */
  public static boolean isTransient(int status) {
    return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
  }

  /**
   * Waits after a failed try.
   *
   * @param attempt 1 after the first
   * @param retryAfter seconds or a date, as the server said; anything else is ignored
   * @return false, at once, when the server asks for more patience than there is
   */
  public boolean pause(int attempt, String retryAfter) throws InterruptedIOException {
    Optional<Duration> asked = asked(retryAfter);
    if (asked.isPresent() && asked.get().compareTo(LONGEST) > 0) {
      return false;
    }
    try {
      pace.sleep(delay(attempt, asked.orElse(Duration.ZERO)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  Instant now() {
    return pace.now();
  }

  private Duration delay(int attempt, Duration asked) {
    long bound =
        Math.min(
            firstDelay.toMillis() << Math.clamp(attempt - 1L, 0, 16), LONGEST_OF_OURS.toMillis());
    return asked.plusMillis(ThreadLocalRandom.current().nextLong(bound + 1));
  }

  /** How long a server asks to wait. */
  private Optional<Duration> asked(String retryAfter) {
    String value = retryAfter.strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value)));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      Duration left = Duration.between(pace.now(), until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
