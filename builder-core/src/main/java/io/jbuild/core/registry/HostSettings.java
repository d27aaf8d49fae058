package io.jbuild.core.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user has set for one registry.
 *
 * @param mirrors asked first when something is read, in this order: {@code HOST[:PORT][/PREFIX]}
 * @param insecure whether it may be spoken to over plain HTTP, and by TLS with any certificate
 * @param authority certificates (PEM) that are trusted for it, beside those of everybody
 * @param certificate with which this client shows who it is (PEM)
 * @param key of the certificate (PEM, PKCS #8 or PKCS #1)
 */
public record HostSettings(
    List<String> mirrors,
    boolean insecure,
    Optional<Path> authority,
    Optional<Path> certificate,
    Optional<Path> key) {
  /** Nothing is set. */
  public static final HostSettings NONE =
      new HostSettings(List.of(), false, Optional.empty(), Optional.empty(), Optional.empty());

  public HostSettings {
    mirrors = List.copyOf(mirrors);
  }
}
