package io.jbuild.cli.space;

import io.jbuild.cache.StoredItem;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.cli.ui.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A thing of a store as a row, with buildx's fields for its cache. */
public final class ItemRow {
  public static final List<String> COLUMNS =
      List.of("ID", "Type", "Reclaimable", "Size", "LastUsedAt");
  private static final int SHORT_ID = 25;

  private ItemRow() {}

  /** The rows of {@code du} and {@code prune}: people's words, and bytes in JSON. */
  public static Listing<StoredItem> listing(boolean json, Instant now) {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("ID", "ID");
    heads.put("Type", "TYPE");
    heads.put("Reclaimable", "RECLAIMABLE");
    heads.put("Size", "SIZE");
    heads.put("LastUsedAt", "LAST ACCESSED");
    heads.put("CreatedAt", "CREATED");
    heads.put("Description", "DESCRIPTION");
    heads.put("UsageCount", "USAGE COUNT");
    heads.put("InUse", "IN USE");
    heads.put("Mutable", "MUTABLE");
    heads.put("Shared", "SHARED");
    heads.put("Parents", "PARENTS");
    return new Listing<>(heads, item -> fields(item, json, now));
  }

  private static Fields fields(StoredItem item, boolean json, Instant now) {
    return Fields.builder()
        .put("ID", json ? item.id() : shortId(item))
        .put("Type", item.kind().toString())
        .put("Reclaimable", item.reclaimable())
        .put("Size", json ? (Object) item.bytes() : Amounts.bytes(item.bytes()))
        .put("LastUsedAt", time(item.lastUsed(), json, now))
        .put("CreatedAt", time(item.created(), json, now))
        .put("Description", item.description())
        .put("UsageCount", (long) item.uses())
        .put("InUse", item.state() == StoredItem.State.IN_USE)
        .put("Mutable", ItemFilter.isMutable(item))
        .put("Shared", item.shared())
        .put("Parents", item.below().stream().sorted().toList())
        .build();
  }

  /** What another thing has too bears a star, as with buildx. */
  private static String shortId(StoredItem item) {
    String id = item.id().length() > SHORT_ID ? item.id().substring(0, SHORT_ID) : item.id();
    return item.shared() ? id + "*" : id;
  }

  private static String time(Instant time, boolean json, Instant now) {
    if (json) {
      return time.toString();
    }
    return time.equals(Instant.EPOCH)
        ? ""
        : Amounts.ago(Duration.between(time.isAfter(now) ? now : time, now));
  }

  /** Everything that is known of a thing, a line each, and an empty one. */
  public static String details(StoredItem item, Instant now) {
    var text = new StringBuilder();
    line(text, "ID", item.id());
    if (!item.below().isEmpty()) {
      line(text, "Parents", String.join(", ", item.below().stream().sorted().toList()));
    }
    line(text, "Created at", item.created());
    line(text, "Mutable", ItemFilter.isMutable(item));
    line(text, "Reclaimable", item.reclaimable());
    line(text, "Shared", item.shared());
    line(text, "Size", Amounts.bytes(item.bytes()) + " (" + item.bytes() + ")");
    if (!item.description().isEmpty()) {
      line(text, "Description", item.description());
    }
    line(text, "Usage count", item.uses());
    line(text, "Last used", time(item.lastUsed(), false, now));
    line(
        text,
        "Needed by",
        switch (item.state()) {
          case FREE -> "nobody";
          case NEEDED -> item.kind() == StoredItem.Kind.IMAGE ? "an image" : "the store";
          case IN_USE -> "a running process";
        });
    line(text, "Type", item.kind());
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(":\t");
    if (name.length() < 7) {
      text.append('\t');
    }
    text.append(value).append('\n');
  }
}
