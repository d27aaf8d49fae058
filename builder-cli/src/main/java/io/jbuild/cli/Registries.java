package io.jbuild.cli;

import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.DockerConfig;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistrySettings;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The registry client of one command, made when something asks for it first. */
final class Registries implements Supplier<RegistryClient>, AutoCloseable {
  private final Caller caller;
  private BuildListener listener = BuildListener.SILENT;
  private RegistryClient client;

  Registries(Caller caller) {
    this.caller = caller;
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
              RegistrySettings.DEFAULT, DockerConfig.in(config, AsCaller::run), listener);
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
