package io.jbuild.core.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How registries are reached from this machine.
 *
 * @param hosts what is set for single registries, by host with optional port
 * @param certificateFolders docker's {@code certs.d}: {@code HOST[:PORT]/*.crt} are authorities,
 *     {@code *.cert} with {@code *.key} are client certificates
 * @param authorities a bundle (PEM) of the authorities that are trusted for all; else the JDK's
 * @param proxies between this machine and the others
 */
public record Network(
    Map<String, HostSettings> hosts,
    List<Path> certificateFolders,
    Optional<Path> authorities,
    Proxies proxies) {
  /** Nothing in between, and the authorities of the JDK. */
  public static final Network DIRECT =
      new Network(Map.of(), List.of(), Optional.empty(), new Proxies(Map.of()));

  /** Where distributions keep the authorities that the administrator trusts. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  public Network {
    hosts = Map.copyOf(hosts);
    certificateFolders = List.copyOf(certificateFolders);
  }

  /**
   * The network as this machine and its user have set it up; reads the {@link RegistriesFile}.
   *
   * @param home of the calling user
   * @throws RegistryException when the file is broken
   */
  public static Network of(Map<String, String> environment, Path home) throws RegistryException {
    Path configuration = configuration(environment, home);
    Map<String, HostSettings> hosts = new LinkedHashMap<>();
    hosts.putAll(RegistriesFile.read(Path.of("/etc/jbuild", RegistriesFile.NAME)));
    hosts.putAll(RegistriesFile.read(configuration.resolve("jbuild").resolve(RegistriesFile.NAME)));
    List<Path> folders = new ArrayList<>();
    folders.add(configuration.resolve("docker/certs.d"));
    folders.add(configuration.resolve("containers/certs.d"));
    folders.add(Path.of("/etc/docker/certs.d"));
    folders.add(Path.of("/etc/containers/certs.d"));
    return new Network(hosts, folders, bundle(environment), new Proxies(environment));
  }

  private static Path configuration(Map<String, String> environment, Path home) {
    String set = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return set.isEmpty() ? home.resolve(".config") : Path.of(set);
  }

  private static Optional<Path> bundle(Map<String, String> environment) {
    String set = environment.getOrDefault("SSL_CERT_FILE", "");
    if (!set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    return BUNDLES.stream().map(Path::of).filter(Files::isReadable).findFirst();
  }

  HostSettings host(String registry) {
    return hosts.getOrDefault(registry, HostSettings.NONE);
  }
}
