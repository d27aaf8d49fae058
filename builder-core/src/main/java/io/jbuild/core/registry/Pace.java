package io.jbuild.core.registry;

import java.time.Duration;
import java.time.Instant;

/** Time, as those who try again need it; tests put one in its place that never really waits. */
interface Pace {
  /** The clock and the scheduler of the machine. */
  Pace REAL =
      new Pace() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  Instant now();

  void sleep(Duration duration) throws InterruptedException;
}
