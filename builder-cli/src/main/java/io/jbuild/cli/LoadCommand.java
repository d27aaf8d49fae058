package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageLoad;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild load}: images out of archives and layouts into the store. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Loads an OCI layout, an OCI archive or a docker archive.")
final class LoadCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATH",
      description = "Archive or folder (default: an archive on standard input).")
  private Path path;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "PATH",
      description = "The same, as docker has it.")
  private Path input;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME[:TAG]",
      description = "A name for the image, when the archive holds one alone.")
  private String tag;

  @Option(
      names = {"-q", "--quiet"},
      description = "As docker has it; nothing is shown of the loading without it either.")
  private boolean quiet;

  @Override
  public Integer call() throws Exception {
    Path source = path != null ? path : input;
    if (source == null && Caller.standardInputIsTerminal()) {
      throw new UsageException(
          "an archive is wanted on standard input, which is a terminal", "write `-i FILE`");
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      List<StoredImage> loaded =
          source == null || source.toString().equals("-")
              ? ImageLoad.load(System.in, "standard input", images)
              : ImageLoad.load(source, images);
      if (tag != null) {
        if (loaded.stream().map(StoredImage::descriptor).distinct().count() != 1) {
          throw new UsageException(
              "`-t` names one image, and this archive holds several", "leave `-t` out");
        }
        ImageName name = BuildOptions.imageName(tag);
        images.tag(name, loaded.getFirst().descriptor());
        System.out.println("Loaded image: " + name.familiar());
        return 0;
      }
      for (StoredImage image : loaded) {
        System.out.println(
            image.name().isPresent()
                ? "Loaded image: " + image.name().get().familiar()
                : "Loaded image ID: "
                    + images.id(image.descriptor()).orElse(image.descriptor().digest()));
      }
      return 0;
    }
  }
}
