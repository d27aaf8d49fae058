package io.jbuild.core.registry;

import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches bearer tokens (distribution's "Token Authentication Specification" and, for refresh
 * tokens, its OAuth2 form).
 */
final class TokenServer {
  private static final int TOKEN_LIMIT = 1 << 20;

  /** What the specification says of a token that tells no life time. */
  private static final long DEFAULT_SECONDS = 60;

  /** A token is not used so shortly before its end that it could expire on the way. */
  private static final long MARGIN_SECONDS = 5;

  private final Transport transport;

  TokenServer(Transport transport) {
    this.transport = transport;
  }

  /**
   * A token.
   *
   * @param refresh a refresh token that came with it; empty if none
   */
  record Token(String value, Instant until, String refresh) {
    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /** A token that allows what the access and the challenge ask for. */
  Token token(
      Request request, Access access, Challenge challenge, Optional<Credentials> credentials)
      throws IOException {
    if (credentials.orElse(null) instanceof Credentials.BearerToken(String token)) {
      return new Token(token, Instant.MAX, "");
    }
    Access wanted = access.with(challenge.parameter("scope"));
    Request asked =
        credentials.orElse(null) instanceof Credentials.RefreshToken refresh
            ? exchange(request, challenge, wanted, refresh)
            : get(request, challenge, wanted, credentials, "");
    return send(request, asked, credentials.isPresent());
  }

  /** A token for a user who logs in, and perhaps a refresh token to be kept for him. */
  Token login(Request request, Challenge challenge, Credentials.Password user) throws IOException {
    String offline = "account=" + encode(user.username()) + "&client_id=jbuild&offline_token=true&";
    Access access = Access.login(request.registry());
    try {
      return send(request, get(request, challenge, access, Optional.of(user), offline), true);
    } catch (RegistryException e) {
      throw e.kind() == Kind.UNAUTHORIZED ? Login.refused(request, e.status()) : e;
    }
  }

  private Token send(Request request, Request asked, boolean withCredentials) throws IOException {
    Instant sent = transport.backoff().now();
    try (Answer answer = transport.send(asked)) {
      if (withCredentials && (answer.status() == 401 || answer.status() == 400)) {
        throw refused(request, answer.status());
      }
      if (answer.status() != 200) {
        throw Answers.failure(asked, answer);
      }
      return read(asked, answer.body(), sent);
    }
  }

  private static Request get(
      Request request,
      Challenge challenge,
      Access access,
      Optional<Credentials> credentials,
      String more)
      throws RegistryException {
    URI realm = realm(request, challenge);
    var query = new StringBuilder(more);
    String service = challenge.parameter("service");
    if (!service.isEmpty()) {
      query.append("service=").append(encode(service)).append('&');
    }
    access.scopes().forEach(scope -> query.append("scope=").append(encode(scope)).append('&'));
    if (!query.isEmpty()) {
      query.setLength(query.length() - 1);
      query.insert(0, realm.getRawQuery() == null ? "?" : "&");
    }
    Map<String, String> headers =
        credentials.orElse(null) instanceof Credentials.Password password
            ? Map.of("Authorization", password.basicHeader())
            : Map.of();
    return Request.get(
        request.registry(),
        request.name(),
        what(request),
        URI.create(realm.toString() + query),
        headers);
  }

  private static Request exchange(
      Request request, Challenge challenge, Access access, Credentials.RefreshToken refresh)
      throws RegistryException {
    String form =
        "grant_type=refresh_token&client_id=jbuild&service="
            + encode(challenge.parameter("service"))
            + "&scope="
            + encode(String.join(" ", access.scopes()))
            + "&refresh_token="
            + encode(refresh.token());
    URI realm = realm(request, challenge);
    return Request.get(request.registry(), request.name(), what(request), realm, Map.of())
        .withMethod("POST")
        .withBody(Body.form(form));
  }

  private static String what(Request request) {
    return "a token for " + request.what();
  }

  /** A realm may be on another host, but not in plain where the registry itself is not. */
  private static URI realm(Request request, Challenge challenge) throws RegistryException {
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

  private static Token read(Request request, InputStream body, Instant sent) throws IOException {
    byte[] bytes = body.readNBytes(TOKEN_LIMIT);
    String token;
    long seconds;
    String refresh;
    try {
      Json json = Json.parse(bytes, "answer of the token server");
      token = json.text("token").isEmpty() ? json.text("access_token") : json.text("token");
      seconds = json.integer("expires_in");
      refresh = json.text("refresh_token");
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
    long life = Math.clamp(seconds <= 0 ? DEFAULT_SECONDS : seconds, MARGIN_SECONDS, 86_400L * 366);
    return new Token(token, sent.plusSeconds(life - MARGIN_SECONDS), refresh);
  }

  /** The error for credentials that are not accepted. */
  static RegistryException refused(Request request, int status) {
    return Answers.error(
        request,
        Kind.UNAUTHORIZED,
        status,
        "registry `"
            + request.registry()
            + "` does not accept the credentials that are kept for it, for "
            + request.what(),
        "log in again with `jbuild login "
            + request.registry()
            + "`; check that this user may "
            + (request.reads() ? "read it" : "push there"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
