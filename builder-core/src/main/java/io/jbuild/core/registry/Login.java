package io.jbuild.core.registry;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows a name and a password to a registry, as {@code docker login} does. */
final class Login {
  private final AuthorizedTransport transport;
  private final String registry;

  Login(AuthorizedTransport transport, String registry) {
    this.transport = transport;
    this.registry = registry;
  }

  /** What is to be kept of it. */
  Credentials verify(Credentials.Password user) throws IOException {
    Request ping =
        Request.get(
            registry, "", "a login", URI.create(transport.base(registry) + "/v2/"), Map.of());
    List<Challenge> challenges = new ArrayList<>();
    try (Answer answer = transport.transport().send(ping)) {
      if (answer.status() == 200) {
        return user;
      }
      if (answer.status() != 401) {
        throw Answers.failure(ping, answer);
      }
      for (String value : answer.headers().allValues("WWW-Authenticate")) {
        challenges.addAll(Challenge.parse(value));
      }
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        var token = new TokenServer(transport.transport()).login(ping, challenge, user);
        check(ping, "Bearer " + token.value());
        return token.refresh().isEmpty() ? user : new Credentials.RefreshToken(token.refresh());
      }
    }
    check(ping, user.basicHeader());
    return user;
  }

  private void check(Request ping, String header) throws IOException {
    try (Answer answer = transport.transport().send(ping.withHeader("Authorization", header))) {
      if (answer.status() == 401 || answer.status() == 403) {
        throw refused(ping, answer.status());
      }
      if (answer.status() != 200) {
        throw Answers.failure(ping, answer);
      }
    }
  }

  static RegistryException refused(Request request, int status) {
    return Answers.error(
        request,
        RegistryException.Kind.UNAUTHORIZED,
        status,
        "registry `" + request.registry() + "` does not accept this name and password",
        "check both; some registries want a token in place of the password");
  }
}
