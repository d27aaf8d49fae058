package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.Pinner;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild pull}: an image from its registry into the store, layers included. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = "Brings an image from its registry into the store.")
final class PullCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Parameters(index = "0", paramLabel = "NAME", description = "The image.")
  private String name;

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "Which image of several.")
  private String platform;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How it is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  private String progress = Progress.usual();

  @Override
  public Integer call() throws Exception {
    ImageName image = BuildOptions.imageName(name);
    Platform wanted = BuildOptions.platform(platform);
    Caller caller = Caller.fromEnvironment();
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller);
        Progress shown = Progress.choose(progress, err, caller)) {
      registries.listener(shown.listener());
      ImageStore images = ImageStore.of(directory);
      ImageContent content = new Pinner(images, registries, Map.of(), true).resolve(image, wanted);
      registries.get().fetch(image, content.manifest().layers(), directory.blobs());
      shown.finish();
      System.out.println(content.id());
      return 0;
    }
  }
}
