package io.jbuild.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jbuild logout}: forgets the credentials for a registry. */
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = "Forgets the credentials for a registry.")
final class LogoutCommand implements Callable<Integer> {
  @Mixin private RegistryOptions registry;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVER",
      description = "The registry, HOST[:PORT] (default: docker.io).")
  private String server = "docker.io";

  @Override
  public Integer call() throws Exception {
    String host = LoginCommand.host(server);
    try (Registries registries = registry.open(Caller.fromEnvironment())) {
      boolean there = registries.credentials().erase(host);
      System.out.println(
          there ? "Removing login credentials for " + host : "Not logged in to " + host);
      return 0;
    }
  }
}
