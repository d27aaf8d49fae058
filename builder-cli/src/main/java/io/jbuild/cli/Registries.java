package io.jbuild.cli;

import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.DockerConfig;
import io.jbuild.core.registry.Network;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.registry.RegistrySettings;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** The registry client of one command, made when something asks for it first. */
final class Registries implements Supplier<RegistryClient>, AutoCloseable {
  private final Caller caller;
  private final Set<String> insecure;
  private BuildListener listener = BuildListener.SILENT;
  private RegistryClient client;

  /**
   * Registries as a user knows them.
   *
   * @param insecure hosts that may be asked over plain HTTP
   */
  Registries(Caller caller, Set<String> insecure) {
    this.caller = caller;
    this.insecure = insecure;
  }

  /** Who is told of bytes that come; to be set before the first use. */
  void listener(BuildListener value) {
    listener = value;
  }

  @Override
  public synchronized RegistryClient get() {
    if (client == null) {
      client = new RegistryClient(settings(), credentials(), listener);
    }
    return client;
  }

  /** Docker's config.json of the calling user. */
  DockerConfig credentials() {
    String folder = System.getenv("DOCKER_CONFIG");
    Path config =
        folder == null || folder.isEmpty() ? caller.home().resolve(".docker") : Path.of(folder);
    return DockerConfig.in(config, AsCaller::run);
  }

  private RegistrySettings settings() {
    try {
      Network network = Network.of(System.getenv(), caller.home());
      return RegistrySettings.DEFAULT.withInsecure(insecure).on(network);
    } catch (RegistryException e) {
      throw new UsageException(e.getMessage(), e.hint());
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
