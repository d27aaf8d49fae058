package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.build.Container;
import io.jbuild.core.build.Machine;
import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild run}: a built image, in the sandbox that RUN steps have. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a command of an image; what it changes is thrown away.")
final class RunCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "A variable of the environment.")
  private List<String> env = new ArrayList<>();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "Who runs it (default: the image's USER).")
  private String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Where it runs (default: the image's WORKDIR).")
  private String workingDirectory;

  @Option(names = "--entrypoint", paramLabel = "PROGRAM", description = "In place of the image's.")
  private String entrypoint;

  @Option(
      names = "--network",
      paramLabel = "host|none",
      defaultValue = "host",
      description = "The host's network or none.")
  private String network;

  @Option(
      names = "--security",
      paramLabel = "sandbox|insecure",
      defaultValue = "sandbox",
      description =
          "insecure: with all capabilities and system calls of the user namespace, as jbuild inside"
              + " of the image needs them.")
  private String security;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Which image of several (default: this machine's).")
  private String platform;

  @Option(names = "--rm", hidden = true, description = "Nothing is ever kept.")
  private boolean remove;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID.")
  private String image;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "CMD",
      description = "In place of the image's CMD.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    if (!network.equals("host") && !network.equals("none")) {
      throw new UsageException(
          "`--network " + network + "` is not supported", "allowed: `host`, `none`");
    }
    if (!security.equals("sandbox") && !security.equals("insecure")) {
      throw new UsageException(
          "`--security " + security + "` is not supported", "allowed: `sandbox`, `insecure`");
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(Caller.fromEnvironment())) {
      ImageStore images = ImageStore.of(directory);
      ImageContent content =
          images
              .content(StoredImages.find(images, image).descriptor(), Platforms.one(platform))
              .orElseThrow(
                  () ->
                      new UsageException(
                          "parts of `" + image + "` are missing", "build or pull it again"));
      var container =
          new Container(
              content,
              command,
              Optional.ofNullable(entrypoint),
              env,
              Optional.ofNullable(user),
              Optional.ofNullable(workingDirectory),
              network.equals("none") ? Isolation.NetworkMode.NONE : Isolation.NetworkMode.HOST,
              security.equals("insecure")
                  ? Isolation.SecurityMode.INSECURE
                  : Isolation.SecurityMode.SANDBOX);
      return container.run(directory, Machine.ofThisProcess(), registries, System.err);
    }
  }
}
