package io.jbuild.cli.space;

import io.jbuild.cache.StoredItem;
import io.jbuild.cache.StoredItem.Kind;
import io.jbuild.cache.StoredItem.State;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.cli.ui.Amounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code system df}. Containers and volumes are docker's, and none here.
 *
 * @param active how many cannot be had back now
 */
public record DockerUse(String type, long total, long active, long size, long reclaimable) {
  /** The usual columns. */
  public static final List<String> COLUMNS =
      List.of("Type", "TotalCount", "Active", "Size", "Reclaimable");

  /** How lines are printed. */
  public static final Listing<DockerUse> LISTING = new Listing<>(heads(), DockerUse::fields);

  /**
   * The four lines that docker has.
   *
   * @param images how many there are
   */
  public static List<DockerUse> of(List<StoredItem> items, long images) {
    List<StoredItem> cache = items.stream().filter(DockerUse::isBuildCache).toList();
    long ofImages = sum(items.stream().filter(item -> item.kind() == Kind.IMAGE).toList());
    List<StoredItem> free = cache.stream().filter(StoredItem::reclaimable).toList();
    return List.of(
        new DockerUse("Images", images, 0, ofImages, ofImages),
        new DockerUse("Containers", 0, 0, 0, 0),
        new DockerUse("Local Volumes", 0, 0, 0, 0),
        new DockerUse(
            "Build Cache", cache.size(), (long) cache.size() - free.size(), sum(cache), sum(free)));
  }

  /** Whether it is neither of an image nor the store itself. */
  public static boolean isBuildCache(StoredItem item) {
    return item.kind() != Kind.IMAGE && item.kind() != Kind.STORE && item.state() != State.NEEDED;
  }

  /** The room that things take, as people read it. */
  public static String size(List<StoredItem> items) {
    return Amounts.bytes(sum(items));
  }

  private static long sum(List<StoredItem> items) {
    return items.stream().mapToLong(StoredItem::bytes).sum();
  }

  private static Map<String, String> heads() {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("Type", "TYPE");
    heads.put("TotalCount", "TOTAL");
    heads.put("Active", "ACTIVE");
    heads.put("Size", "SIZE");
    heads.put("Reclaimable", "RECLAIMABLE");
    return heads;
  }

  private static Fields fields(DockerUse use) {
    String part = use.size == 0 ? "" : " (" + 100 * use.reclaimable / use.size + "%)";
    return Fields.builder()
        .put("Type", use.type)
        .put("TotalCount", Long.toString(use.total))
        .put("Active", Long.toString(use.active))
        .put("Size", Amounts.bytes(use.size))
        .put("Reclaimable", Amounts.bytes(use.reclaimable) + part)
        .build();
  }
}
