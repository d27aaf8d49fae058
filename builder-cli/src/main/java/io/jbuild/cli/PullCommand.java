package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.pin.Pinner;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = {"-a", "--all-tags"},
      description = "Every tag of the repository NAME.")
  private boolean allTags;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print names alone.")
  private boolean quiet;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[,…]",
      description = "Which images of an index (default: this machine's).")
  private List<String> platforms = new ArrayList<>();

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How it is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  private String progress = Progress.usual();

  @Override
  public Integer call() throws Exception {
    ImageName image = BuildOptions.imageName(name);
    boolean tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
    if (allTags && (tagged || image.digest().isPresent())) {
      throw new UsageException(
          "`" + name + "`: with `--all-tags` no tag is named", "leave `:TAG` or `@…` out");
    }
    List<Platform> wanted = Platforms.all(platforms);
    Caller caller = Caller.fromEnvironment();
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller);
        Progress shown = Progress.choose(quiet ? "quiet" : progress, err, caller)) {
      registries.listener(shown.listener());
      ImageStore images = ImageStore.of(directory);
      for (ImageName one : allTags ? tags(registries, image) : List.of(image)) {
        lines.addAll(pull(images, directory, registries, one, wanted));
      }
      shown.finish();
    }
    lines.forEach(System.out::println);
    return 0;
  }

  private static List<ImageName> tags(Registries registries, ImageName image) throws IOException {
    return registries.get().tags(image).stream()
        .map(
            tag ->
                new ImageName(
                    image.registry(), image.repository(), Optional.of(tag), Optional.empty()))
        .toList();
  }

  /** Pulls one image; what is to be said of it, as docker says it. */
  private List<String> pull(
      ImageStore images,
      StoreDirectory directory,
      Registries registries,
      ImageName image,
      List<Platform> wanted)
      throws IOException {
    Optional<Descriptor> before = images.find(image).map(StoredImage::descriptor);
    var pinner = new Pinner(images, registries, Map.of(), true);
    List<Descriptor> layers = new ArrayList<>();
    Descriptor only = null;
    for (Platform platform : wanted) {
      ImageContent content = pinner.resolve(image, platform);
      only = content.descriptor();
      layers.addAll(content.manifest().layers());
    }
    layers = layers.stream().distinct().toList();
    boolean complete = layers.stream().allMatch(layer -> directory.blobs().has(layer.digest()));
    registries.get().fetch(image, layers, directory.blobs());
    if (quiet) {
      return List.of(image.toString());
    }
    Descriptor now = images.find(image).map(StoredImage::descriptor).orElse(only);
    boolean same = complete && before.map(d -> d.digest().equals(now.digest())).orElse(false);
    return List.of(
        "Digest: " + now.digest(),
        "Status: "
            + (same ? "Image is up to date for " : "Downloaded newer image for ")
            + image.familiar(),
        image.toString());
  }
}
