package io.jbuild.core.registry;

import java.util.Optional;

/** Where credentials come from; asked only once a registry has demanded some. */
@FunctionalInterface
public interface CredentialSource {
  /** Nobody has credentials. */
  CredentialSource ANONYMOUS = registry -> Optional.empty();

  /**
   * The credentials for a registry, none if it is to be used anonymously.
   *
   * @param registry host with optional port, {@code docker.io} for Docker Hub
   */
  Optional<Credentials> find(String registry) throws RegistryException;
}
