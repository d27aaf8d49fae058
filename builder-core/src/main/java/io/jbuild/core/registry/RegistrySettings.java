package io.jbuild.core.registry;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How to speak with registries.
 *
 * @param insecure registries (host with optional port) that may be spoken to over plain HTTP,
 *     besides those on this machine, and by TLS with a certificate that nobody vouches for
 * @param attempts how often a request is tried in all
 * @param firstDelay before the second try; it doubles each time, with jitter
 * @param timeout until a connection stands, until an answer begins, and between bytes of one; in as
 *     much waiting for a body, what a slow line brings has to come
 * @param network how they are reached
 */
public record RegistrySettings(
    Set<String> insecure, int attempts, Duration firstDelay, Duration timeout, Network network) {
  public static final RegistrySettings DEFAULT =
      new RegistrySettings(Set.of(), 7, Duration.ofMillis(300), Duration.ofSeconds(45));

  public RegistrySettings {
    Set<String> all = new HashSet<>(insecure);
    network.hosts().forEach((host, set) -> all.addAll(set.insecure() ? List.of(host) : List.of()));
    insecure = Set.copyOf(all);
  }

  /** Settings on a {@link Network#DIRECT} network. */
  public RegistrySettings(
      Set<String> insecure, int attempts, Duration firstDelay, Duration timeout) {
    this(insecure, attempts, firstDelay, timeout, Network.DIRECT);
  }

  /** The same, but for which registries may be spoken to without TLS that can be trusted. */
  public RegistrySettings withInsecure(Set<String> registries) {
    return new RegistrySettings(registries, attempts, firstDelay, timeout, network);
  }

  /** The same on another network; its registries that are insecure come in addition. */
  public RegistrySettings on(Network value) {
    return new RegistrySettings(insecure, attempts, firstDelay, timeout, value);
  }

  /** Whether plain HTTP may be used. */
  boolean mayBePlain(String registry) {
    return insecure.contains(registry) || isLoopback(registry);
  }

  /** Whether the host is this machine, by its name alone. */
  static boolean isLoopback(String registry) {
    String host = registry.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+")
        || host.equals("[::1]");
  }
}
