package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageRemoval;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jbuild rmi}, {@code jbuild image rm}: takes names and images out of the store. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description =
        "Takes images out of the store, and with them the layers that no other image and no step of"
            + " a build has.")
final class ImageRmCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Names, which are taken away, or IDs, whose images go.")
  private List<String> names;

  @Option(
      names = {"-f", "--force"},
      description = "Remove an ID under all its names; say nothing of images that are not there.")
  private boolean force;

  @Option(names = "--no-prune", description = "Nothing else is removed without it either.")
  private boolean keepParents;

  @Override
  public Integer call() throws Exception {
    int code = 0;
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      boolean deleted = false;
      for (String name : names) {
        try {
          List<String> lines = remove(images, name);
          lines.forEach(System.out::println);
          deleted |= lines.stream().anyMatch(line -> line.startsWith("Deleted:"));
        } catch (UsageException e) {
          // As docker: the others are removed all the same.
          code = Failures.report(e);
        }
      }
      if (deleted) {
        new StoreSpace(directory, images, Machine.ofThisProcess().remover()).dropLeftovers();
      }
    }
    return code;
  }

  private List<String> remove(ImageStore images, String text) throws IOException {
    var removal = new ImageRemoval(images);
    Optional<StoredImage> named = StoredImages.byName(images, text);
    if (named.isPresent() && named.get().name().isPresent() && !text.contains("@")) {
      return removal.untag(named.get()).lines();
    }
    List<StoredImage> entries =
        named.isPresent() ? List.of(named.get()) : StoredImages.byId(images, text);
    if (entries.isEmpty()) {
      if (force) {
        return List.of();
      }
      throw StoredImages.unknown(text);
    }
    var image = entries.getFirst().descriptor();
    if (!force && removal.isInSeveralRepositories(image)) {
      throw new UsageException(
          "`" + text + "` has names in several repositories", "remove the names, or add `-f`");
    }
    return removal.remove(image).lines();
  }
}
