package io.jbuild.cli.lsp;

import java.time.Duration;
import java.util.Optional;

/**
 * The texts of one file that somebody works on one after the other: while one is worked on the last
 * of those that come waits, and the others are left out. Where the work is long it begins when
 * nothing has come for a moment.
 */
final class TextQueue {
  private static final Duration LONG = Duration.ofMillis(100);
  private static final long QUIET_MILLIS = 200;
  private static final int MOST_WAITS = 10;

  private TextDocument next;
  private boolean working;
  private Duration took = Duration.ZERO;

  /** Puts a text in; true for whoever is to begin to work. */
  synchronized boolean add(TextDocument document) {
    next = document;
    boolean begins = !working;
    working = true;
    notifyAll();
    return begins;
  }

  /** The text to work on; nothing when the work is over. */
  synchronized Optional<TextDocument> take() {
    if (took.compareTo(LONG) > 0) {
      settle();
    }
    Optional<TextDocument> taken = Optional.ofNullable(next);
    next = null;
    working = taken.isPresent();
    return taken;
  }

  /** How long the work on the last one took. */
  synchronized void took(Duration last) {
    took = last;
  }

  private void settle() {
    TextDocument seen = null;
    for (int waits = 0; next != seen && waits < MOST_WAITS; waits++) {
      seen = next;
      try {
        wait(QUIET_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
