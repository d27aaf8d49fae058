package io.jbuild.cli;

import io.jbuild.core.registry.Credentials;
import io.jbuild.core.registry.DockerConfig;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild login}: shows credentials to a registry, and keeps those that it accepts. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Logs in to a registry; the credentials are kept where docker keeps them.")
final class LoginCommand implements Callable<Integer> {
  /** Longer than any token. */
  private static final int MAX_PASSWORD = 1 << 16;

  @Mixin private RegistryOptions registry;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVER",
      description = "The registry, HOST[:PORT] (default: docker.io).")
  private String server = "docker.io";

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "The user.")
  private String username;

  @Option(
      names = {"-p", "--password"},
      paramLabel = "PASSWORD",
      description = "The password; everybody on the machine can see it.")
  private String password;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean fromStandardInput;

  @Override
  public Integer call() throws Exception {
    String host = host(server);
    Credentials.Password user = user();
    try (Registries registries = registry.open(Caller.fromEnvironment())) {
      Credentials kept = registries.get().login(host, user);
      DockerConfig config = registries.credentials();
      Optional<String> helper = config.store(host, kept);
      if (helper.isEmpty()) {
        System.err.println(
            "warning: the credentials are kept unencrypted in `"
                + config.file()
                + "`; a credential helper (`credsStore` in that file) keeps them better");
      }
      System.out.println("Login Succeeded");
      return 0;
    }
  }

  /** The registry of an address, which may be written with its scheme and path. */
  static String host(String server) {
    String host = DockerConfig.host(server);
    if (!host.matches("(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9][A-Za-z0-9.-]*)(:[0-9]{1,5})?")) {
      throw new UsageException("`" + server + "` is not a registry", "write HOST or HOST:PORT");
    }
    return host;
  }

  private Credentials.Password user() throws IOException {
    if (password != null && fromStandardInput) {
      throw new UsageException(
          "`--password` and `--password-stdin` exclude each other", "leave `--password` out");
    }
    if (password != null) {
      System.err.println(
          "warning: `--password` shows the password to everybody on this machine; use"
              + " `--password-stdin`");
    }
    if (fromStandardInput && username == null) {
      throw new UsageException("`--password-stdin` needs `--username`", "add `-u NAME`");
    }
    Console console = System.console();
    boolean ask =
        (username == null || (password == null && !fromStandardInput))
            && (console == null || !console.isTerminal());
    if (ask) {
      throw new UsageException(
          "there is no terminal to ask for the name and password",
          "write `-u NAME --password-stdin` and give the password on standard input");
    }
    String name = username == null ? console.readLine("Username: ") : username;
    String secret =
        password != null
            ? password
            : fromStandardInput ? readPassword() : typed(console.readPassword("Password: "));
    if (name == null || name.isEmpty() || secret.isEmpty()) {
      throw new UsageException("the name or the password is empty", "give both");
    }
    return new Credentials.Password(name, secret);
  }

  private static String typed(char[] characters) {
    return characters == null ? "" : new String(characters);
  }

  /** All of standard input but the end of its line. */
  private static String readPassword() throws IOException {
    byte[] bytes = System.in.readNBytes(MAX_PASSWORD);
    return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
  }
}
