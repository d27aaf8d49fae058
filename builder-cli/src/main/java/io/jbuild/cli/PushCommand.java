package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.ImageConversion;
import io.jbuild.core.export.ImageForm;
import io.jbuild.core.export.RegistryExport;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild push}: an image of the store to the registry of its name. */
@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description = "Sends an image of the store to the registry of its name.")
final class PushCommand implements Callable<Integer> {
  @Mixin private StoreOption store;
  @Mixin private RegistryOptions registry;

  @Parameters(
      index = "0",
      paramLabel = "NAME[:TAG]",
      description = "The image, as the store names it.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DESTINATION",
      description = "Where it goes, HOST/NAME[:TAG] (default: where its own name says).")
  private String destination;

  @Option(
      names = {"-a", "--all-tags"},
      description = "Push every tag of the repository NAME.")
  private boolean allTags;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the name and digest alone.")
  private boolean quiet;

  @Option(
      names = "--compression",
      paramLabel = "gzip|zstd|uncompressed",
      description = "How layers that jbuild made are compressed (default: gzip).")
  private String compression = "gzip";

  @Option(
      names = "--compression-level",
      paramLabel = "N",
      description = "gzip: 0 to 9 (default: 4), zstd: 1 to 22 (default: 3).")
  private Integer level;

  @Option(
      names = "--force-compression",
      description = "Compress layers anew that came in another compression, too.")
  private boolean force;

  @Option(
      names = "--progress",
      paramLabel = "auto|plain|tty|quiet|rawjson",
      description = "How it is shown (default: auto, or what BUILDKIT_PROGRESS says).")
  private String progress = Progress.usual();

  @Override
  public Integer call() throws Exception {
    ImageName target = target(name);
    Optional<ImageName> elsewhere = Optional.ofNullable(destination).map(this::target);
    if (allTags && elsewhere.isPresent()) {
      throw new UsageException(
          "`--all-tags` sends tags to where their names say, and `" + destination + "` is one name",
          "leave one of the two out");
    }
    ImageForm form = form();
    Caller caller = Caller.fromEnvironment();
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    try (StoreDirectory directory = StoreDirectory.open(store.root());
        Registries registries = registry.open(caller);
        Progress shown = Progress.choose(quiet ? "quiet" : progress, err, caller)) {
      registries.listener(shown.listener());
      ImageStore images = ImageStore.of(directory);
      List<StoredImage> wanted = allTags ? tagsOf(images, target) : List.of(find(images, target));
      var conversion = new ImageConversion(directory, images, shown.listener());
      var export = new RegistryExport(images, conversion, registries);
      List<String> lines = new ArrayList<>();
      for (StoredImage image : wanted) {
        ImageName named = elsewhere.or(image::name).orElse(target);
        lines.add(
            line(named, export.push(image.descriptor(), List.of(named), form, false, List.of())));
      }
      shown.finish();
      lines.forEach(System.out::println);
      return 0;
    }
  }

  /** As docker prints it. */
  private String line(ImageName named, Descriptor pushed) {
    return quiet
        ? named.familiar() + "@" + pushed.digest()
        : named.tag().orElseThrow() + ": digest: " + pushed.digest() + " size: " + pushed.size();
  }

  private ImageName target(String name) {
    ImageName parsed = BuildOptions.imageName(name);
    if (parsed.digest().isPresent()) {
      throw new UsageException(
          "`" + name + "`: an image is pushed under a tag, not under a digest",
          "leave the `@…` out");
    }
    if (allTags && name.lastIndexOf(':') > name.lastIndexOf('/')) {
      throw new UsageException(
          "`" + name + "`: with `--all-tags` no tag is named", "leave `:TAG` out");
    }
    return parsed;
  }

  private ImageForm form() {
    try {
      Compression.Kind kind = Compression.kind(compression);
      Compression chosen = level == null ? kind.usual() : kind.level(level);
      return new ImageForm(Optional.of(chosen), force, true);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see `jbuild push --help`");
    }
  }

  private static StoredImage find(ImageStore images, ImageName target) throws IOException {
    return images
        .find(target)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no image `" + target.familiar() + "` in the store",
                    "`jbuild image ls` lists those there are; `jbuild build -t` names what it"
                        + " builds"));
  }

  private static List<StoredImage> tagsOf(ImageStore images, ImageName target) throws IOException {
    List<StoredImage> found = new ArrayList<>();
    for (StoredImage image : images.list()) {
      boolean same =
          image
              .name()
              .filter(n -> n.registry().equals(target.registry()))
              .filter(n -> n.repository().equals(target.repository()))
              .isPresent();
      if (same) {
        found.add(image);
      }
    }
    if (found.isEmpty()) {
      throw new UsageException(
          "the store has no tag of `" + target.registry() + "/" + target.repository() + "`",
          "`jbuild image ls` lists the images there are");
    }
    return found;
  }
}
