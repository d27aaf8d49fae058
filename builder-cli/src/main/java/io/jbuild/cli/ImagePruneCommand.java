package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.StoreSpace;
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
  @Mixin private StoreOption store;

  @Mixin private PruneOptions options;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "Only images with label=…, label!=…, until=TIME, dangling=false (as --all).")
  private List<String> filters = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    var pruning = new ImagePruning(filters, options.all);
    if (!options.agreed(pruning.what() + " from the store")) {
      return 0;
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      ImageStore images = ImageStore.of(directory);
      pruning.run(images, now);
      var space = new StoreSpace(directory, images, Machine.ofThisProcess().remover());
      System.out.println("Total reclaimed space: " + Amounts.bytes(space.dropLeftovers().bytes()));
      return 0;
    }
  }
}
