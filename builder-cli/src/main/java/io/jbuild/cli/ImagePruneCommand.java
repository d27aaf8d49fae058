package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.ImageFilter;
import io.jbuild.cli.image.ImageRow;
import io.jbuild.core.store.ImageRemoval;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild image prune}: removes images that nobody has a name for. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Removes images without a name, or all.")
final class ImagePruneCommand implements Callable<Integer> {
  private static final List<String> FILTERS = List.of("dangling", "label", "until");

  @Mixin private StoreOption store;

  @Option(
      names = {"-a", "--all"},
      description = "Remove images with names, too.")
  private boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask.")
  private boolean force;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "Only images with label=…, label!=…, until=TIME, dangling=false (as --all).")
  private List<String> filters = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    List<String> kept = new ArrayList<>(filters);
    boolean named = all | kept.removeIf(text -> text.matches("dangling=(false|0)"));
    String what = named ? "all images" : "all images without a name";
    if (!force && !Confirmation.given("This removes " + what + " from the store.")) {
      return 0;
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      ImageFilter filter = FilterOption.parse(kept, FILTERS, images, now);
      var removal = new ImageRemoval(images);
      List<String> lines = new ArrayList<>();
      for (ImageRow row : filter.apply(ImageRow.of(images))) {
        if (named || row.image().name().isEmpty()) {
          lines.addAll(removal.remove(row.image().descriptor()).lines());
        }
      }
      if (!lines.isEmpty()) {
        System.out.println("Deleted Images:");
        lines.forEach(System.out::println);
        System.out.println();
      }
      return 0;
    }
  }
}
