package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program that keeps credentials: {@code docker-credential-NAME get|store|erase}, docker's helper
 * protocol.
 *
 * @param config that names it, for messages
 */
record CredentialHelper(String name, Path config, ProcessRunner runner) {
  private static final String TOKEN_USER = "<token>";

  String program() {
    return "docker-credential-" + name;
  }

  /**
   * What it has.
   *
   * @param server as it stands in docker's config.json
   */
  Optional<Credentials> get(String server, String registry) throws RegistryException {
    ProcessRunner.Result result = run("get", server + "\n", registry);
    if (result.status() != 0) {
      if (said(result).contains("credentials not found")) {
        return Optional.empty();
      }
      throw failed(result, registry);
    }
    try {
      Json answer = Json.parse(result.output(), "answer of `" + program() + "`");
      String user = answer.text("Username");
      String secret = answer.text("Secret");
      return user.isEmpty() && secret.isEmpty()
          ? Optional.empty()
          : Optional.of(
              user.equals(TOKEN_USER)
                  ? new Credentials.RefreshToken(secret)
                  : new Credentials.Password(user, secret));
    } catch (ImageFormatException e) {
      throw DockerConfig.broken(registry, e.getMessage(), "");
    }
  }

  /** Gives it credentials to keep. */
  void store(String server, String registry, Credentials credentials) throws RegistryException {
    var json = new JsonText().open().field("ServerURL", server);
    switch (credentials) {
      case Credentials.Password(String user, String password) ->
          json.field("Username", user).field("Secret", password);
      case Credentials.RefreshToken(String token) ->
          json.field("Username", TOKEN_USER).field("Secret", token);
      case Credentials.BearerToken(String token) ->
          throw new IllegalArgumentException("a bearer token is not kept");
    }
    String text = new String(json.close().bytes(), StandardCharsets.UTF_8);
    ProcessRunner.Result result = run("store", text, registry);
    if (result.status() != 0) {
      throw failed(result, registry);
    }
  }

  /** Lets it forget a server. */
  void erase(String server, String registry) throws RegistryException {
    ProcessRunner.Result result = run("erase", server + "\n", registry);
    if (result.status() != 0 && !said(result).contains("credentials not found")) {
      throw failed(result, registry);
    }
  }

  private ProcessRunner.Result run(String action, String input, String registry)
      throws RegistryException {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw DockerConfig.broken(
          registry, "`" + name + "` in `" + config + "` names no credential helper", "");
    }
    try {
      return runner.run(List.of(program(), action), input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw DockerConfig.broken(
          registry,
          "`" + config + "` names the credential helper `" + program() + "`, which cannot be run",
          "install it, or take `" + name + "` out of the file (" + e.getMessage() + ")");
    }
  }

  private RegistryException failed(ProcessRunner.Result result, String registry) {
    return DockerConfig.broken(
        registry,
        "the credential helper `" + program() + "` failed with status " + result.status(),
        said(result));
  }

  private static String said(ProcessRunner.Result result) {
    String output = Answers.clean(new String(result.output(), StandardCharsets.UTF_8), 200);
    return output.isEmpty()
        ? Answers.clean(new String(result.errors(), StandardCharsets.UTF_8), 200)
        : output;
  }
}
