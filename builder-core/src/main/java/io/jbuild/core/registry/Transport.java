package io.jbuild.core.registry;

import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends requests and nothing more: it retries what a retry can cure and follows redirects by hand,
 * so that credentials stay with the host they are for. It knows no registry and no token. A request
 * that is sent through {@link #send} may arrive more than once.
 */
final class Transport implements AutoCloseable {
  private static final int MAX_REDIRECTS = 6;

  /** Who drops packets drops them again: the user shall not wait for all tries. */
  private static final int MAX_TIMEOUTS = 2;

  /** A host that has answered before is more likely being restarted than gone. */
  private static final int MORE_ATTEMPTS = 4;

  /** However patient the server asks us to be, one request is over after this. */
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(4);

  private final RegistrySettings settings;
  private final Backoff backoff;
  private final HttpClients clients;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  Transport(RegistrySettings settings, Pace pace) {
    this.settings = settings;
    this.backoff = new Backoff(settings.firstDelay(), pace);
    this.clients = new HttpClients(settings);
  }

  Backoff backoff() {
    return backoff;
  }

  /** How often a request is tried in all when connections break. */
  int attempts(Request request) {
    boolean known = answered.contains(String.valueOf(request.uri().getAuthority()));
    return settings.attempts() + (known ? MORE_ATTEMPTS : 0);
  }

  /**
   * The answer of whatever status, after retries on 408, 429, 5xx and broken connections.
   *
   * @throws RegistryException when there is no answer
   */
  Answer send(Request request) throws IOException {
    Instant end = backoff.now().plus(LONGEST_REQUEST);
    int timeouts = 0;
    for (int attempt = 1; ; attempt++) {
      boolean late = backoff.now().isAfter(end);
      try {
        Answer answer = follow(request);
        boolean last = late || attempt >= settings.attempts();
        boolean again = !last && Backoff.isTransient(answer.status());
        if (!again || !backoff.pause(attempt, answer.header("Retry-After"))) {
          return answer;
        }
        answer.close();
      } catch (RegistryException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        timeouts += e instanceof HttpTimeoutException ? 1 : 0;
        boolean last = late || attempt >= attempts(request);
        if (last || !ConnectionFailure.mayPass(e) || timeouts >= MAX_TIMEOUTS) {
          throw ConnectionFailure.of(request, e);
        }
        backoff.pause(attempt, "");
      }
    }
  }

  /**
   * The answer of one try, without retries.
   *
   * @throws IOException when the connection broke; {@link ConnectionFailure} makes an error of it
   */
  Answer sendOnce(Request request) throws IOException {
    return follow(request);
  }

  private Answer follow(Request request) throws IOException {
    URI uri = request.uri();
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = exchange(request, uri);
      answered.add(uri.getAuthority());
      int status = response.statusCode();
      String location = response.headers().firstValue("Location").orElse("");
      // 301 to 303 make a GET of anything else: that is never meant by those who get an upload.
      boolean redirect =
          status == 307
              || status == 308
              || (request.reads() && (status == 301 || status == 302 || status == 303));
      if (!redirect || location.isEmpty()) {
        return new Answer(
            status, response.headers(), new StallGuard(response.body(), settings.timeout()));
      }
      response.body().close();
      uri = target(request, uri, location);
    }
    throw Answers.error(
        request,
        Kind.BAD_REDIRECT,
        0,
        "registry `" + request.registry() + "` redirects in a circle for " + request.what(),
        "check that a registry is at this address");
  }

  private URI target(Request request, URI from, String location) throws RegistryException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      to = URI.create("invalid:");
    }
    boolean http = "http".equals(to.getScheme());
    if (to.getHost() == null || !(http || "https".equals(to.getScheme()))) {
      throw redirected(request, "to something that is no web address");
    }
    if (http && "https".equals(from.getScheme())) {
      throw redirected(request, "from https to plain http, at `" + to.getHost() + "`");
    }
    boolean secret = request.body().isPresent() && request.body().get().secret();
    if (secret && !WebOrigin.same(request.uri(), to)) {
      throw redirected(request, "credentials to another host, `" + to.getHost() + "`");
    }
    return to;
  }

  private static RegistryException redirected(Request request, String where) {
    return Answers.error(
        request,
        Kind.BAD_REDIRECT,
        0,
        "registry `" + request.registry() + "` redirects " + where + ", for " + request.what(),
        "that is not followed; tell those who run the registry");
  }

  private HttpResponse<InputStream> exchange(Request request, URI uri) throws IOException {
    HttpRequest.Builder builder;
    try {
      builder = HttpRequest.newBuilder(uri).header("User-Agent", "jbuild");
      for (Map.Entry<String, String> header : request.headers().entrySet()) {
        boolean secret = header.getKey().equals("Authorization");
        if (!secret || WebOrigin.same(request.uri(), uri)) {
          builder.header(header.getKey(), header.getValue());
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("`" + request.registry() + "` is not a host name", e);
    }
    return new HttpExchange(clients.client(uri), settings.timeout())
        .send(request.method(), builder, request.body());
  }

  @Override
  public void close() {
    clients.close();
  }
}
