package io.jbuild.core.registry;

import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the challenges of registries: basic auth, and bearer tokens as docker's token
 * specification has them, anonymous ones too. Keeps what it got for each repository; one thread
 * fetches, the others wait for it.
 */
final class Authorizer {
  private static final int TOKEN_LIMIT = 1 << 20;

  private final Transport transport;
  private final CredentialSource source;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, Optional<Credentials>> found = new HashMap<>();

  Authorizer(Transport transport, CredentialSource source) {
    this.transport = transport;
    this.source = source;
  }

  /** The header that was right last time. */
  synchronized Optional<String> known(String registry, String repository) {
    return Optional.ofNullable(headers.get(registry + "/" + repository));
  }

  /** Whether credentials were found for the registry, when they were looked for. */
  synchronized boolean hasCredentials(String registry) {
    return found.getOrDefault(registry, Optional.empty()).isPresent();
  }

  /**
   * A header for a request that was answered by 401.
   *
   * @param used what was sent with that request
   * @return nothing when there are no credentials to answer with
   */
  synchronized Optional<String> answer(
      Request request, String repository, List<Challenge> challenges, Optional<String> used)
      throws IOException {
    String key = request.registry() + "/" + repository;
    Optional<String> other = Optional.ofNullable(headers.get(key));
    if (other.isPresent() && !other.equals(used)) {
      return other;
    }
    Optional<String> header = fresh(request, repository, challenges);
    header.ifPresentOrElse(value -> headers.put(key, value), () -> headers.remove(key));
    return header;
  }

  private Optional<String> fresh(Request request, String repository, List<Challenge> challenges)
      throws IOException {
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        return Optional.of("Bearer " + token(request, repository, challenge));
      }
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("basic")
          && credentials(request.registry()).orElse(null) instanceof Credentials.Password p) {
        return Optional.of(p.basicHeader());
      }
    }
    return Optional.empty();
  }

  private Optional<Credentials> credentials(String registry) throws RegistryException {
    Optional<Credentials> known = found.get(registry);
    if (known == null) {
      known = source.find(registry);
      found.put(registry, known);
    }
    return known;
  }

  private String token(Request request, String repository, Challenge challenge) throws IOException {
    Optional<Credentials> credentials = credentials(request.registry());
    if (credentials.orElse(null) instanceof Credentials.BearerToken bearer) {
      return bearer.token();
    }
    URI realm = realm(request, challenge);
    String scope = challenge.parameter("scope");
    if (scope.isEmpty()) {
      scope = "repository:" + repository + ":pull";
    }
    String service = challenge.parameter("service");
    Request tokenRequest =
        credentials.orElse(null) instanceof Credentials.RefreshToken refresh
            ? exchange(request, realm, service, scope, refresh)
            : get(request, realm, service, scope, credentials);
    try (Answer answer = transport.send(tokenRequest)) {
      if (answer.status() == 401 && credentials.isPresent()) {
        throw refused(request, answer.status());
      }
      if (answer.status() != 200) {
        throw Answers.failure(tokenRequest, answer);
      }
      return read(tokenRequest, answer.body());
    }
  }

  private static Request get(
      Request request, URI realm, String service, String scope, Optional<Credentials> credentials) {
    String query =
        (service.isEmpty() ? "" : "service=" + encode(service) + "&") + "scope=" + encode(scope);
    URI uri = URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
    Map<String, String> headers =
        credentials.orElse(null) instanceof Credentials.Password password
            ? Map.of("Authorization", password.basicHeader())
            : Map.of();
    return Request.get(request.registry(), request.name(), what(request), uri, headers);
  }

  private static Request exchange(
      Request request, URI realm, String service, String scope, Credentials.RefreshToken refresh) {
    String form =
        "grant_type=refresh_token&client_id=jbuild&service="
            + encode(service)
            + "&scope="
            + encode(scope)
            + "&refresh_token="
            + encode(refresh.token());
    return new Request(
        request.registry(), request.name(), what(request), realm, Map.of(), Optional.of(form));
  }

  private static String what(Request request) {
    return "a token for " + request.what();
  }

  /** A realm may be on another host, but not in plain where the registry itself is not. */
  private URI realm(Request request, Challenge challenge) throws RegistryException {
    URI realm;
    try {
      realm = URI.create(challenge.parameter("realm"));
    } catch (IllegalArgumentException e) {
      realm = URI.create("");
    }
    boolean https = "https".equals(realm.getScheme());
    boolean plain = "http".equals(realm.getScheme()) && "http".equals(request.uri().getScheme());
    if (realm.getHost() == null || realm.getRawFragment() != null || !(https || plain)) {
      throw Answers.error(
          request,
          Kind.BAD_REDIRECT,
          401,
          "registry `"
              + request.registry()
              + "` names a token server that cannot be used: `"
              + Answers.clean(challenge.parameter("realm"), 200)
              + "`",
          "an https address is needed");
    }
    return realm;
  }

  private static String read(Request request, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(TOKEN_LIMIT);
    Json json;
    String token;
    try {
      json = Json.parse(bytes, "answer of the token server");
      token = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
    } catch (IOException e) {
      throw Answers.error(
          request,
          Kind.NOT_A_REGISTRY,
          200,
          "registry `" + request.registry() + "` gives no token: " + e.getMessage(),
          "check that a registry is at this address");
    }
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw Answers.error(
          request,
          Kind.NOT_A_REGISTRY,
          200,
          "the token server of registry `" + request.registry() + "` answers without a token",
          "");
    }
    return token;
  }

  /** The error for credentials that are not accepted. */
  static RegistryException refused(Request request, int status) {
    return Answers.error(
        request,
        Kind.UNAUTHORIZED,
        status,
        "registry `"
            + request.registry()
            + "` does not accept the credentials of docker's config.json, for "
            + request.what(),
        "log in again; check that this user may read it");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
