package io.jbuild.core.registry;

import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Json;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file that says how single registries are reached:
 *
 * <pre>
 * {"registries": {
 *    "docker.io": {"mirrors": ["mirror.lan:5000", "cache.lan/hub"]},
 *    "lan:5000": {"insecure": true},
 *    "corp.example": {"ca": "corp-ca.pem", "cert": "me.pem", "key": "me.key"}}}
 * </pre>
 *
 * Paths are relative to the file. What is not known in it is an error: a setting that is misspelt
 * would be one that is silently not there.
 */
final class RegistriesFile {
  static final String NAME = "registries.json";
  private static final Set<String> KEYS = Set.of("mirrors", "insecure", "ca", "cert", "key");

  private RegistriesFile() {}

  /** The settings of a file, none if there is no file. */
  static Map<String, HostSettings> read(Path file) throws RegistryException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw broken("`" + file + "` cannot be read: " + e.getMessage());
    }
    try {
      Json json = Json.parse(bytes, "file `" + file + "`");
      for (Map.Entry<String, Json> field : json.fields().entrySet()) {
        if (!field.getKey().equals("registries")) {
          throw field.getValue().error("is not known; allowed: `registries`");
        }
      }
      Map<String, HostSettings> hosts = new LinkedHashMap<>();
      for (Map.Entry<String, Json> entry : json.fields("registries").entrySet()) {
        hosts.put(DockerConfig.host(entry.getKey()), host(entry.getValue(), file.toAbsolutePath()));
      }
      return hosts;
    } catch (ImageFormatException e) {
      throw broken(e.getMessage());
    }
  }

  private static HostSettings host(Json json, Path file) throws ImageFormatException {
    for (Map.Entry<String, Json> field : json.fields().entrySet()) {
      if (!KEYS.contains(field.getKey())) {
        throw field
            .getValue()
            .error("is not known; allowed: `ca`, `cert`, `insecure`, `key`, `mirrors`");
      }
    }
    Optional<Path> certificate = path(json, "cert", file);
    Optional<Path> key = path(json, "key", file);
    if (certificate.isPresent() != key.isPresent()) {
      throw json.error("has a `cert` without a `key`, or a `key` without a `cert`");
    }
    return new HostSettings(
        json.texts("mirrors").orElse(List.of()).stream().map(RegistriesFile::mirror).toList(),
        json.bool("insecure"),
        path(json, "ca", file),
        certificate,
        key);
  }

  private static String mirror(String text) {
    return text.replaceFirst("^https?://", "").replaceFirst("/+$", "");
  }

  private static Optional<Path> path(Json json, String key, Path file) throws ImageFormatException {
    String text = json.text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(file.resolveSibling(text));
  }

  private static RegistryException broken(String message) {
    return new RegistryException(Kind.CONFIGURATION, 0, "", "", message, "mend the file");
  }
}
