package io.jbuild.core.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * The JDK's HTTP clients, made when they are needed. HTTP/1.1, since parallel blobs come faster
 * over connections of their own; redirects are not followed, {@link Transport} does that.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);

  private final RegistrySettings settings;
  private HttpClient client;

  HttpClients(RegistrySettings settings) {
    this.settings = settings;
  }

  /** The client for an address. */
  synchronized HttpClient client(URI uri) {
    if (client == null) {
      Duration timeout = settings.timeout();
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
