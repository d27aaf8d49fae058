package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
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
      Json config = parse(bytes());
      Optional<CredentialHelper> helper = helper(config, registry);
      if (helper.isPresent()) {
        return helper.get().get(key(registry), registry);
      }
      for (Map.Entry<String, Json> entry : config.fields("auths").entrySet()) {
        if (host(entry.getKey()).equals(registry)) {
          return read(entry.getValue(), registry);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw cannot(registry, "read", e);
    }
  }

  private Optional<CredentialHelper> helper(Json config, String registry)
      throws ImageFormatException {
    for (Map.Entry<String, Json> entry : config.fields("credHelpers").entrySet()) {
      if (host(entry.getKey()).equals(registry)) {
        return Optional.of(new CredentialHelper(entry.getValue().text(), file, runner));
      }
    }
    return Optional.of(config.text("credsStore"))
        .filter(name -> !name.isEmpty())
        .map(name -> new CredentialHelper(name, file, runner));
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

  /**
   * Keeps credentials: with the helper that is set for the registry, else in the file, which then
   * nobody else may read.
   *
   * @return the program that keeps them; nothing when they stand in the file
   */
  public Optional<String> store(String registry, Credentials credentials) throws RegistryException {
    try {
      byte[] old = bytes();
      Optional<CredentialHelper> helper = helper(parse(old), registry);
      Map<String, String> entry = new LinkedHashMap<>();
      if (helper.isPresent()) {
        helper.get().store(key(registry), registry, credentials);
      } else {
        switch (credentials) {
          case Credentials.Password(String user, String password) ->
              entry.put("auth", base64(user + ":" + password));
          case Credentials.RefreshToken(String token) -> entry.put("identitytoken", token);
          case Credentials.BearerToken(String token) -> entry.put("registrytoken", token);
        }
      }
      replace(ConfigText.with(old, key(registry), Optional.of(entry)));
      return helper.map(CredentialHelper::program);
    } catch (IOException e) {
      throw cannot(registry, "written", e);
    }
  }

  /** Forgets the credentials for a registry; whether there were any. */
  public boolean erase(String registry) throws RegistryException {
    try {
      byte[] old = bytes();
      Json config = parse(old);
      boolean there = find(registry).isPresent();
      Optional<CredentialHelper> helper = helper(config, registry);
      if (helper.isPresent() && there) {
        helper.get().erase(key(registry), registry);
      }
      for (String key : config.fields("auths").keySet()) {
        if (host(key).equals(registry)) {
          replace(ConfigText.with(old, key(registry), Optional.empty()));
          break;
        }
      }
      return there;
    } catch (IOException e) {
      throw cannot(registry, "written", e);
    }
  }

  /** The file with the credentials. */
  public Path file() {
    return file;
  }

  private byte[] bytes() throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private Json parse(byte[] bytes) throws ImageFormatException {
    return Json.parse(bytes.length == 0 ? new byte[] {'{', '}'} : bytes, "file `" + file + "`");
  }

  /** Whole or not at all; a link stays a link. */
  private void replace(byte[] bytes) throws IOException {
    if (!Files.exists(file.getParent())) {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path real = Files.exists(file) ? file.toRealPath() : file;
    Path fresh =
        Files.createTempFile(
            real.getParent(),
            ".config",
            ".json",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private RegistryException cannot(String registry, String what, IOException e) {
    return switch (e) {
      case RegistryException told -> told;
      case ImageFormatException bad ->
          broken(registry, bad.getMessage(), "mend the file, or log in again");
      default ->
          broken(
              registry,
              "`" + file + "` cannot be " + what,
              "check who may do that (" + e.getMessage() + ")");
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How docker's file and helpers call a registry. */
  private static String key(String registry) {
    return registry.equals("docker.io") ? HUB : registry;
  }

  /** The registry that a key of the file means: schemes and paths are historical. */
  public static String host(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? "docker.io"
        : host;
  }

  static RegistryException broken(String registry, String message, String hint) {
    return new RegistryException(
        RegistryException.Kind.CREDENTIALS, 0, registry, "", message, hint);
  }
}
