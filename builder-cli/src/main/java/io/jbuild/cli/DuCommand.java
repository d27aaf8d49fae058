package io.jbuild.cli;

import io.jbuild.cache.StoreDirectory;
import io.jbuild.cache.StoredItem;
import io.jbuild.cache.StoredItem.State;
import io.jbuild.cli.space.ItemFilter;
import io.jbuild.cli.space.ItemRow;
import io.jbuild.cli.space.SpaceReport;
import io.jbuild.core.build.Machine;
import io.jbuild.core.space.StoreSpace;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jbuild du}: what the store holds, and what of it can be had back. */
@Command(
    name = "du",
    mixinStandardHelpOptions = true,
    description = "Tells what every byte of the store is there for.")
final class DuCommand implements Callable<Integer> {
  @Mixin private StoreOption store;

  @Option(names = "--verbose", description = "Everything that is known of each thing.")
  private boolean verbose;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json (an object a line, sizes in bytes), a template, or `table TEMPLATE`.")
  private String format = "";

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description =
          "Only what has this id, type, description, until=TIME, inuse, shared, private,"
              + " reclaimable; != and ~= too; may stand several times.")
  private List<String> filters = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    Predicate<StoredItem> filter = filter(filters, now);
    try (StoreDirectory directory = StoreDirectory.open(store.root())) {
      var space =
          new StoreSpace(directory, ImageStore.of(directory), Machine.ofThisProcess().remover());
      List<StoredItem> items =
          space.items().stream()
              .filter(filter)
              .sorted(Comparator.comparing(StoredItem::lastUsed).reversed())
              .toList();
      if (!format.isEmpty()) {
        boolean json = format.contains("json");
        System.out.print(ItemRow.listing(json, now).print(format, ItemRow.COLUMNS, items));
        return 0;
      }
      if (verbose) {
        items.forEach(item -> System.out.print(ItemRow.details(item, now)));
      } else {
        List<StoredItem> own = items.stream().filter(item -> item.state() != State.NEEDED).toList();
        System.out.print(ItemRow.listing(false, now).print("", ItemRow.COLUMNS, own));
        System.out.println();
      }
      System.out.print(SpaceReport.byType(items));
      System.out.println();
      System.out.print(SpaceReport.totals(items));
      return 0;
    }
  }

  static Predicate<StoredItem> filter(List<String> filters, Instant now) {
    try {
      return ItemFilter.parse(filters, now);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "");
    }
  }
}
