package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.store.ImageStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jbuild tag}: one more name for an image. */
@Command(
    name = "tag",
    mixinStandardHelpOptions = true,
    description = "Gives an image of the store one more name.")
final class ImageTagCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Name or ID.")
  private String source;

  @Parameters(index = "1", paramLabel = "NAME[:TAG]", description = "The name.")
  private String name;

  @Override
  public Integer call() throws Exception {
    ImageName target = BuildOptions.imageName(name);
    if (target.digest().isPresent()) {
      throw new UsageException(
          "`" + name + "`: a name that is given has no digest", "leave the `@…` out");
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      images.tag(target, StoredImages.find(images, source).descriptor());
      return 0;
    }
  }
}
