package io.jbuild.cli;

import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.DockerConfig;
import io.jbuild.core.registry.RegistryClient;
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
      String folder = System.getenv("DOCKER_CONFIG");
      Path config =
          folder == null || folder.isEmpty() ? caller.home().resolve(".docker") : Path.of(folder);
      client =
          new RegistryClient(
              RegistrySettings.DEFAULT.withInsecure(insecure),
              DockerConfig.in(config, AsCaller::run),
              listener);
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
