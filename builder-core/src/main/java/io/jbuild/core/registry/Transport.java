package io.jbuild.core.registry;

import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Sends requests: connects lazily, retries what a retry can cure, follows redirects by hand so that
 * credentials stay with the host they are for. HTTP/1.1, since parallel blobs come faster over
 * connections of their own.
 */
final class Transport implements AutoCloseable {
  private static final int MAX_REDIRECTS = 6;

  /** Who drops packets drops them again: the user shall not wait for all tries. */
  private static final int MAX_TIMEOUTS = 2;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);

  private final RegistrySettings settings;
  private final Backoff backoff;
  private HttpClient client;

  Transport(RegistrySettings settings) {
    this.settings = settings;
    this.backoff = new Backoff(settings.firstDelay());
  }

  Backoff backoff() {
    return backoff;
  }

  /**
   * The answer of whatever status, after retries on 408, 429, 5xx and broken connections.
   *
   * @throws RegistryException when there is no answer
   */
  Answer send(Request request) throws IOException {
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= settings.attempts();
      try {
        Answer answer = follow(request);
        if (last || !Backoff.isTransient(answer.status())) {
          return answer;
        }
        answer.close();
        backoff.pause(attempt, answer.header("Retry-After"));
      } catch (RegistryException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        boolean slow = e instanceof HttpTimeoutException;
        if (last || !mayPass(e) || (slow && attempt >= MAX_TIMEOUTS)) {
          throw unreachable(request, e);
        }
        backoff.pause(attempt, "");
      }
    }
  }

  /** The answer of one try, without retries. */
  Answer sendOnce(Request request) throws IOException {
    return follow(request);
  }

  private Answer follow(Request request) throws IOException {
    URI uri = request.uri();
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = exchange(request, uri);
      int status = response.statusCode();
      String location = response.headers().firstValue("Location").orElse("");
      boolean redirect =
          status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
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
      throw redirected(request, "to something that is no web address", "");
    }
    if (http && "https".equals(from.getScheme())) {
      throw redirected(request, "from https to plain http, at `" + to.getHost() + "`", "");
    }
    if (request.form().isPresent() && !sameOrigin(request.uri(), to)) {
      throw redirected(request, "credentials to another host, `" + to.getHost() + "`", "");
    }
    return to;
  }

  private static RegistryException redirected(Request request, String where, String hint) {
    return Answers.error(
        request,
        Kind.BAD_REDIRECT,
        0,
        "registry `" + request.registry() + "` redirects " + where + ", for " + request.what(),
        hint);
  }

  private HttpResponse<InputStream> exchange(Request request, URI uri) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).timeout(settings.timeout()).header("User-Agent", "jbuild");
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      boolean secret = header.getKey().equals("Authorization");
      if (!secret || sameOrigin(request.uri(), uri)) {
        builder.header(header.getKey(), header.getValue());
      }
    }
    request
        .form()
        .ifPresent(
            form ->
                builder
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
    try {
      return client().send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IllegalArgumentException e) {
      throw new IOException("`" + request.registry() + "` is not a host name", e);
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(
                  settings.timeout().compareTo(LONGEST_CONNECT) < 0
                      ? settings.timeout()
                      : LONGEST_CONNECT)
              .build();
    }
    return client;
  }

  private static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equals(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }

  private static boolean mayPass(IOException e) {
    return !isUnknownHost(e) && !(e instanceof SSLException);
  }

  private static boolean isUnknownHost(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  static RegistryException unreachable(Request request, IOException e) {
    String at = "registry `" + request.registry() + "`";
    if (isUnknownHost(e)) {
      return Answers.error(
          request,
          Kind.UNKNOWN_HOST,
          0,
          "the host of " + at + " is not known, for " + request.what(),
          "check the name and the network; without internet, bring the base image here with"
              + " `jbuild load` (an image archive) or `jbuild import` (a root filesystem tar)");
    }
    if (e instanceof SSLException) {
      boolean plain =
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("ssl message");
      return Answers.error(
          request,
          Kind.TLS,
          0,
          at + (plain ? " speaks no TLS" : " has a certificate that is not trusted here"),
          plain
              ? "if plain http is meant, say `--insecure-registry " + request.registry() + "`"
              : "check the certificate, or make its authority known to Java");
    }
    String how =
        e instanceof ConnectException
            ? " cannot be reached: connection refused or no route"
            : e instanceof HttpTimeoutException
                ? " does not answer in time"
                : " broke off: " + Answers.clean(String.valueOf(e.getMessage()), 200);
    return Answers.error(
        request,
        Kind.UNREACHABLE,
        0,
        at + how + ", for " + request.what(),
        "check that it is running and that this machine may reach it");
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
