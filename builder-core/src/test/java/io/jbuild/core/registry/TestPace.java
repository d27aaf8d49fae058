package io.jbuild.core.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that passes only by sleeping, and sleeping takes none. */
final class TestPace implements Pace {
  final List<Duration> slept = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2030-01-02T03:04:05Z");

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    slept.add(duration);
    now = now.plus(duration);
  }

  /** Lets time pass. */
  synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }
}
