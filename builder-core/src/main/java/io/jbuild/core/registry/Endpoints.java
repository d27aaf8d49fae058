package io.jbuild.core.registry;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Finds out where a registry listens: https, or plain http where that may be. */
final class Endpoints {
  private final RegistrySettings settings;
  private final Transport transport;
  private final Map<String, URI> known = new HashMap<>();

  Endpoints(RegistrySettings settings, Transport transport) {
    this.settings = settings;
    this.transport = transport;
  }

  /** The base address, without a slash at its end. */
  synchronized URI base(String registry) throws IOException {
    URI base = known.get(registry);
    if (base == null) {
      base = find(registry);
      known.put(registry, base);
    }
    return base;
  }

  /**
   * A registry on this machine is asked in plain first, another one that may be plain by https
   * first: nobody's password shall go in the clear over a network that had better.
   */
  private URI find(String registry) throws IOException {
    if (registry.equals("docker.io")) {
      return URI.create("https://registry-1.docker.io");
    }
    URI https = URI.create("https://" + registry);
    URI http = URI.create("http://" + registry);
    if (!settings.mayBePlain(registry)) {
      return https;
    }
    boolean here = RegistrySettings.isLoopback(registry);
    URI first = here ? http : https;
    URI second = here ? https : http;
    IOException reason;
    try (Answer answer = transport.sendOnce(ping(registry, first))) {
      if (!(here && answer.status() == 400)) {
        return first;
      }
      return second;
    } catch (IOException e) {
      reason = e;
    }
    try {
      transport.sendOnce(ping(registry, second)).close();
      return second;
    } catch (IOException e) {
      e.addSuppressed(reason);
    }
    // neither: the request itself retries and tells
    return first;
  }

  private static Request ping(String registry, URI base) {
    return Request.get(registry, "", "its API", URI.create(base + "/v2/"), Map.of());
  }
}
