package io.jbuild.core.build;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.layer.Accounts;
import io.jbuild.core.layer.RootfsView;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.sandbox.RunCommand;
import io.jbuild.core.sandbox.RunResult;
import io.jbuild.core.sandbox.RunRoot;
import io.jbuild.core.sandbox.RunSpec;
import io.jbuild.core.sandbox.RunUser;
import io.jbuild.core.sandbox.SandboxException;
import io.jbuild.core.solve.ForeignRuns;
import io.jbuild.core.solve.HostFiles;
import io.jbuild.core.solve.Layers;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.solve.Snapshots;
import io.jbuild.core.store.ImageContent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A run of a built image in the sandbox that RUN steps have. What it changes is thrown away.
 *
 * @param command in place of the image's CMD; empty for that
 * @param entrypoint in place of the image's ENTRYPOINT
 * @param env {@code NAME=value}, over the image's
 */
public record Container(
    ImageContent image,
    List<String> command,
    Optional<String> entrypoint,
    List<String> env,
    Optional<String> user,
    Optional<String> workingDirectory,
    Isolation.NetworkMode network,
    Isolation.SecurityMode security) {
  private static final String HOSTNAME = "jbuild";

  public Container {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }

  /**
   * Runs it to its end, on this process's own standard streams.
   *
   * @param err for warnings
   * @return the command's exit code
   */
  public int run(
      StoreDirectory store, Machine machine, Supplier<RegistryClient> registry, PrintStream err)
      throws Exception {
    Rootfs rootfs = Rootfs.of(image);
    Layers layers = machine.layers(store, registry);
    ContainerConfig config = image.config().config();
    RootfsView view = layers.view(rootfs);
    Accounts.Account account =
        Accounts.of(view).resolve(user.orElse(config.user().isEmpty() ? "0" : config.user()));
    Path staged = layers.stage();
    try (var sandbox = machine.sandbox()) {
      List<String> arguments = arguments(config);
      sandbox.containment().warning().ifPresent(text -> err.println("jbuild: warning: " + text));
      Snapshots.Ran ran =
          new Snapshots(layers, sandbox.containment())
              .run(
                  staged,
                  rootfs,
                  view,
                  root -> spec(root, arguments, account),
                  sandbox::runAttached,
                  message -> err.println("jbuild: warning: " + message));
      RunResult result = ran.result();
      result.warnings().forEach(warning -> err.println("jbuild: warning: " + warning));
      return result.exitCode();
    } finally {
      layers.discard(staged);
    }
  }

  private RunSpec spec(RunRoot root, List<String> arguments, Accounts.Account account)
      throws IOException {
    ContainerConfig config = image.config().config();
    String directory = config.workingDir().isEmpty() ? "/" : config.workingDir();
    return new RunSpec(
        root,
        new RunCommand(
            arguments,
            environment(config, account),
            workingDirectory.orElse(directory),
            new RunUser(account.uid(), account.gid(), account.processGroups()),
            new byte[0]),
        HostFiles.mounts(HOSTNAME, Collections.emptySortedMap()),
        new Isolation(HOSTNAME, network, security, List.of(), Isolation.DEFAULT.shmBytes()),
        Optional.empty(),
        ForeignRuns.need(image.config().platform()));
  }

  private List<String> arguments(ContainerConfig config) throws SandboxException {
    List<String> arguments = new ArrayList<>();
    if (entrypoint.isPresent()) {
      arguments.add(entrypoint.get());
      arguments.addAll(command);
    } else {
      arguments.addAll(config.entrypoint().orElse(List.of()));
      arguments.addAll(command.isEmpty() ? config.cmd().orElse(List.of()) : command);
    }
    if (arguments.isEmpty()) {
      throw new SandboxException(
          "argument",
          "the image has neither CMD nor ENTRYPOINT, so there is nothing to run",
          "name a command after the image");
    }
    return arguments;
  }

  private List<String> environment(ContainerConfig config, Accounts.Account account) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", account.home());
    Stream.concat(config.env().stream(), env.stream())
        .forEach(
            variable -> {
              int equals = variable.indexOf('=');
              variables.put(
                  equals < 0 ? variable : variable.substring(0, equals),
                  equals < 0 ? "" : variable.substring(equals + 1));
            });
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
