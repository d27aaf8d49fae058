package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of docker's {@code config.json}: {@code auths}, and the programs named by {@code
 * credHelpers} and {@code credsStore} ({@code docker-credential-NAME}, docker's helper protocol).
 * Read when the first registry demands credentials, not before.
 */
public final class DockerConfig implements CredentialSource {
  private static final String HUB = "https://index.docker.io/v1/";

  private final Path file;
  private final ProcessRunner runner;

  private DockerConfig(Path file, ProcessRunner runner) {
    this.file = file;
    this.runner = runner;
  }

  /**
   * The config in a folder: the value of {@code DOCKER_CONFIG}, else {@code .docker} in the real
   * home of the calling user.
   */
  public static DockerConfig in(Path folder, ProcessRunner runner) {
    return new DockerConfig(folder.resolve("config.json"), runner);
  }

  @Override
  public Optional<Credentials> find(String registry) throws RegistryException {
    try {
      Json config = Json.parse(Files.readAllBytes(file), "file `" + file + "`");
      Optional<String> helper = helper(config, registry);
      if (helper.isPresent()) {
        return askHelper(helper.get(), registry);
      }
      for (Map.Entry<String, Json> entry : config.fields("auths").entrySet()) {
        if (host(entry.getKey()).equals(registry)) {
          return read(entry.getValue(), registry);
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (ImageFormatException e) {
      throw broken(registry, e.getMessage(), "mend the file, or log in again");
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw broken(
          registry,
          "`" + file + "` cannot be read",
          "check who may read it (" + e.getMessage() + ")");
    }
  }

  private static Optional<String> helper(Json config, String registry) throws ImageFormatException {
    for (Map.Entry<String, Json> entry : config.fields("credHelpers").entrySet()) {
      if (host(entry.getKey()).equals(registry)) {
        return Optional.of(entry.getValue().text());
      }
    }
    return Optional.of(config.text("credsStore")).filter(name -> !name.isEmpty());
  }

  private Optional<Credentials> read(Json auth, String registry)
      throws ImageFormatException, RegistryException {
    if (!auth.text("registrytoken").isEmpty()) {
      return Optional.of(new Credentials.BearerToken(auth.text("registrytoken")));
    }
    if (!auth.text("identitytoken").isEmpty()) {
      return Optional.of(new Credentials.RefreshToken(auth.text("identitytoken")));
    }
    String encoded = auth.text("auth");
    if (encoded.isEmpty()) {
      return auth.text("username").isEmpty()
          ? Optional.empty()
          : Optional.of(new Credentials.Password(auth.text("username"), auth.text("password")));
    }
    try {
      String pair =
          new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8)
              .replaceAll("\0+$", "");
      int colon = pair.indexOf(':');
      if (colon > 0) {
        return Optional.of(
            new Credentials.Password(pair.substring(0, colon), pair.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // told below, without the value
    }
    throw broken(
        registry,
        "the `auth` of `" + registry + "` in `" + file + "` is not base64 of `name:password`",
        "log in again");
  }

  private Optional<Credentials> askHelper(String name, String registry) throws RegistryException {
    String program = "docker-credential-" + name;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw broken(registry, "`" + name + "` in `" + file + "` names no credential helper", "");
    }
    String server = registry.equals("docker.io") ? HUB : registry;
    ProcessRunner.Result result;
    try {
      result =
          runner.run(List.of(program, "get"), (server + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw broken(
          registry,
          "`" + file + "` names the credential helper `" + program + "`, which cannot be run",
          "install it, or take `" + name + "` out of the file (" + e.getMessage() + ")");
    }
    if (result.status() != 0) {
      String said =
          text(result.output(), 200).isEmpty()
              ? text(result.errors(), 200)
              : text(result.output(), 200);
      if (said.contains("credentials not found")) {
        return Optional.empty();
      }
      throw broken(
          registry,
          "the credential helper `" + program + "` failed with status " + result.status(),
          said);
    }
    try {
      Json answer = Json.parse(result.output(), "answer of `" + program + "`");
      String user = answer.text("Username");
      String secret = answer.text("Secret");
      return user.isEmpty() && secret.isEmpty()
          ? Optional.empty()
          : Optional.of(
              user.equals("<token>")
                  ? new Credentials.RefreshToken(secret)
                  : new Credentials.Password(user, secret));
    } catch (ImageFormatException e) {
      throw broken(registry, e.getMessage(), "");
    }
  }

  /** The registry that a key of the file means: schemes and paths are historical. */
  static String host(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? "docker.io"
        : host;
  }

  private static String text(byte[] bytes, int limit) {
    return Answers.clean(new String(bytes, StandardCharsets.UTF_8), limit);
  }

  private static RegistryException broken(String registry, String message, String hint) {
    return new RegistryException(
        RegistryException.Kind.CREDENTIALS, 0, registry, "", message, hint);
  }
}
