package io.jbuild.cli;

import io.jbuild.cache.Collector;
import io.jbuild.cache.Limits;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.image.PointInTime;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild system prune}: images that nobody names, then what no image needs. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = "Removes images without a name, and the build cache that no image needs.")
final class SystemPruneCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Mixin private PruneOptions options;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "Only what is older than until=TIME; only images with label=…, label!=….")
  private List<String> filters = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    var pruning = new ImagePruning(filters, options.all);
    Duration keep = keep(now);
    if (!options.agreed(pruning.what() + " and the build cache that no image needs")) {
      return 0;
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      pruning.run(images, now);
      var space = new StoreSpace(directory, images, Machine.ofThisProcess().remover());
      long bytes = space.dropLeftovers().bytes();
      // What has no labels is not meant where labels choose.
      if (filters.stream().noneMatch(text -> text.startsWith("label"))) {
        Collector.Collected dropped =
            space.prune(
                item -> !PruneCommand.isForSpeed(item),
                new Limits(OptionalLong.empty(), OptionalLong.empty(), 0, keep));
        bytes += dropped.bytes();
        if (!dropped.items().isEmpty()) {
          System.out.println("Deleted build cache objects:");
          dropped.items().forEach(item -> System.out.println(item.id()));
          System.out.println();
        }
      }
      System.out.println("Total reclaimed space: " + Amounts.bytes(bytes));
      return 0;
    }
  }

  /** What was used within that time stays. */
  private Duration keep(Instant now) {
    Duration keep = Duration.ZERO;
    for (String filter : filters) {
      if (filter.startsWith("until=")) {
        try {
          Instant until = PointInTime.parse(filter.substring("until=".length()), now);
          keep = Duration.between(until, now);
        } catch (IllegalArgumentException e) {
          throw new UsageException(e.getMessage(), "");
        }
      }
    }
    return keep.isNegative() ? Duration.ZERO : keep;
  }
}
