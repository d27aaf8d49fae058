package io.jbuild.core.remote;

import java.time.Duration;

/**
 * How patient fetching is.
 *
 * @param attempts how often a request is tried in all, where a later try may have a better answer
 * @param firstDelay before the second try; it doubles each time, with jitter
 * @param connectTimeout until a connection stands
 * @param stallTimeout until an answer begins, and between two bytes of one; in as much waiting for
 *     a body, what a slow line brings has to come
 * @param mostBytes that one download may have
 */
public record RemoteSettings(
    int attempts,
    Duration firstDelay,
    Duration connectTimeout,
    Duration stallTimeout,
    long mostBytes) {
  public static final RemoteSettings DEFAULT =
      new RemoteSettings(
          4, Duration.ofMillis(300), Duration.ofSeconds(15), Duration.ofSeconds(45), 64L << 30);
}
