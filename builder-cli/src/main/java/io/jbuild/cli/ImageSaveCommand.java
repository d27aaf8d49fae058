package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.export.Destination;
import io.jbuild.core.export.ImageArchive;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild save}: images of the store as one archive. */
@Command(
    name = "save",
    mixinStandardHelpOptions = true,
    description = "Writes images of the store to an archive that docker, podman and skopeo read.")
final class ImageSaveCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Names or IDs; a name without a tag stands for all its tags.")
  private List<String> names;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private String output;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Only this image of an index (default: all that are here).")
  private String platform;

  @Option(
      names = "--format",
      paramLabel = "docker-archive|oci-archive",
      description = "Without docker's `manifest.json`, or with it (default: docker-archive).")
  private String format = "docker-archive";

  @Override
  public Integer call() throws Exception {
    if (!List.of("docker-archive", "oci-archive").contains(format)) {
      throw new UsageException(
          "`--format " + format + "` is not supported", "allowed: `docker-archive`, `oci-archive`");
    }
    boolean stdout = output == null || output.equals("-");
    if (stdout && Caller.standardOutputIsTerminal()) {
      throw new UsageException(
          "an archive is not written to a terminal", "write `-o FILE`, or redirect the output");
    }
    Platform preferred = Platforms.one(platform);
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      Map<Descriptor, List<ImageName>> chosen = new LinkedHashMap<>();
      for (String name : names) {
        choose(images, name, chosen);
      }
      List<ImageArchive.Saved> saved = new ArrayList<>();
      chosen.forEach((image, its) -> saved.add(new ImageArchive.Saved(image, its)));
      var archive = new ImageArchive(saved, images.blobs());
      Destination destination =
          stdout ? Destination.stream(System.out) : Destination.file(Path.of(output));
      if (format.equals("oci-archive")) {
        archive.writeOci(destination);
      } else {
        archive.writeDocker(destination, preferred);
      }
      return 0;
    }
  }

  private void choose(ImageStore images, String text, Map<Descriptor, List<ImageName>> chosen)
      throws IOException {
    boolean bare = text.lastIndexOf(':') <= text.lastIndexOf('/') && !text.contains("@");
    List<StoredImage> found = new ArrayList<>(bare ? tagsOf(images, text) : List.of());
    if (found.isEmpty()) {
      StoredImage image = StoredImages.find(images, text);
      boolean named = StoredImages.byName(images, text).isPresent() && !text.contains("@");
      found.add(named ? image : new StoredImage(Optional.empty(), image.descriptor()));
    }
    for (StoredImage image : found) {
      Descriptor descriptor =
          platform == null
              ? image.descriptor()
              : StoredImages.content(images, image, text, platform).descriptor();
      List<ImageName> its = chosen.computeIfAbsent(descriptor, key -> new ArrayList<>());
      image.name().filter(name -> !its.contains(name)).ifPresent(its::add);
    }
  }

  private static List<StoredImage> tagsOf(ImageStore images, String text) throws IOException {
    ImageName wanted = BuildOptions.imageName(text);
    return images.list().stream()
        .filter(
            image ->
                image
                    .name()
                    .filter(name -> name.registry().equals(wanted.registry()))
                    .filter(name -> name.repository().equals(wanted.repository()))
                    .isPresent())
        .toList();
  }
}
