package io.jbuild.cli;

import io.jbuild.cache.Collector;
import io.jbuild.cache.Limits;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.StoredItem;
import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cli.space.ItemRow;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.DiskSize;
import io.jbuild.core.space.GoDuration;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild prune}: drops what no image needs, in buildx's words. */
@Command(
    name = "prune",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Drops what no image and no running build needs: step results, unpacked layers, downloads,"
            + " cache mounts. With limits no more than they ask for, the least recently used"
            + " first.")
final class PruneCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Option(
      names = {"-a", "--all"},
      description =
          "Also what is only kept for speed or to look at: file lists of contexts and layers,"
              + " logs.")
  private boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "Do not ask; without a terminal nothing is asked.")
  private boolean force;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "Only what has this id, type, description, until=TIME …, as for `jbuild du`.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = "--max-used-space",
      paramLabel = "SIZE",
      description = "Until the store takes no more than this: 20GB, or 10%% of the disk.")
  private String maxUsed;

  @Option(
      names = "--min-free-space",
      paramLabel = "SIZE",
      description = "Until the disk has this much free.")
  private String minFree;

  @Option(
      names = {"--reserved-space", "--keep-storage"},
      paramLabel = "SIZE",
      description = "Stop where no more than this could be dropped.")
  private String reserved;

  @Option(
      names = "--keep-duration",
      paramLabel = "SPAN",
      description = "Only what was not used for so long: 48h, 7d.")
  private String keep;

  @Option(names = "--verbose", description = "Everything that is known of what is dropped.")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    Predicate<StoredItem> filter = DuCommand.filter(filters, now);
    // Nothing that this drops is lost for good, so scripts are not kept waiting.
    if (!force
        && Caller.standardInputIsTerminal()
        && !Confirmation.given(
            all
                ? "This will remove all build cache."
                : "This will remove the build cache that no image needs.")) {
      return 0;
    }
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      var space =
          new StoreSpace(directory, ImageStore.of(directory), Machine.ofThisProcess().remover());
      Limits limits = limits(directory);
      boolean kept = all || limits.any() || !filters.isEmpty();
      Collector.Collected collected =
          space.prune(item -> filter.test(item) && (kept || !isForSpeed(item)), limits);
      List<StoredItem> items = collected.items();
      if (verbose) {
        items.forEach(item -> System.out.print(ItemRow.details(item, now)));
      } else if (!items.isEmpty()) {
        System.out.print(ItemRow.listing(false, now).print("", ItemRow.COLUMNS, items));
      }
      System.out.println("Total:\t" + Amounts.bytes(collected.bytes()));
      return 0;
    }
  }

  /** Whether it is only kept for speed or to look at. */
  static boolean isForSpeed(StoredItem item) {
    return item.kind() == Kind.CONTEXT || item.kind() == Kind.INDEX || item.kind() == Kind.LOG;
  }

  private Limits limits(StoreDirectory directory) throws IOException {
    long disk = Files.getFileStore(directory.root()).getTotalSpace();
    return new Limits(
        size("--max-used-space", maxUsed, disk),
        size("--min-free-space", minFree, disk),
        size("--reserved-space", reserved, disk).orElse(0),
        span());
  }

  private static OptionalLong size(String option, String text, long disk) {
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(DiskSize.parse(text, disk));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "`" + option + "`: " + e.getMessage(), "write `20GB`, `512MB` or `10%`");
    }
  }

  private Duration span() {
    try {
      return keep == null ? Duration.ZERO : GoDuration.parse(keep);
    } catch (IllegalArgumentException e) {
      throw new UsageException("`--keep-duration`: " + e.getMessage(), "");
    }
  }
}
