package io.jbuild.core.image;

import java.util.List;

/**
 * How a runtime asks whether a container is well (Docker's extension of the image config).
 *
 * @param test {@code ["NONE"]}, {@code ["CMD", …]} or {@code ["CMD-SHELL", command]}
 * @param interval nanoseconds, 0 if not given; so are the other times
 */
public record Healthcheck(
    List<String> test,
    long interval,
    long timeout,
    long startPeriod,
    long startInterval,
    int retries) {
  public Healthcheck {
    test = List.copyOf(test);
  }
}
