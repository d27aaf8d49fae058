package io.jbuild.cli.space;

import io.jbuild.cache.StoredItem;
import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cli.template.Table;
import io.jbuild.cli.ui.Amounts;
import java.util.ArrayList;
import java.util.List;

/** Sums of the things of a store, by type and in all. */
public final class SpaceReport {
  private SpaceReport() {}

  /** A line a type. */
  public static String byType(List<StoredItem> items) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TYPE", "TOTAL", "SIZE", "RECLAIMABLE"));
    for (Kind kind : Kind.values()) {
      List<StoredItem> some = items.stream().filter(item -> item.kind() == kind).toList();
      if (!some.isEmpty()) {
        rows.add(
            List.of(
                kind.toString(),
                Integer.toString(some.size()),
                Amounts.bytes(sum(some)),
                Amounts.bytes(sum(some.stream().filter(StoredItem::reclaimable).toList()))));
      }
    }
    return Table.of(rows);
  }

  /** The last lines of {@code buildx du}. */
  public static String totals(List<StoredItem> items) {
    long shared = sum(items.stream().filter(StoredItem::shared).toList());
    long all = sum(items);
    var text = new StringBuilder();
    if (shared > 0) {
      text.append("Shared:\t\t").append(Amounts.bytes(shared)).append('\n');
      text.append("Private:\t").append(Amounts.bytes(all - shared)).append('\n');
    }
    text.append("Reclaimable:\t")
        .append(Amounts.bytes(sum(items.stream().filter(StoredItem::reclaimable).toList())))
        .append('\n');
    return text.append("Total:\t\t").append(Amounts.bytes(all)).append('\n').toString();
  }

  private static long sum(List<StoredItem> items) {
    return items.stream().mapToLong(StoredItem::bytes).sum();
  }
}
