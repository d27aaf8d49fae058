package io.jbuild.cli.space;

import io.jbuild.cache.StoredItem;
import io.jbuild.cli.image.ImageSpace;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.GoJson;
import io.jbuild.cli.template.Template;
import io.jbuild.cli.template.TemplateException;
import io.jbuild.cli.ui.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What {@code system df -v --format} prints: one value for everything, with docker's fields {@code
 * Images}, {@code Containers}, {@code Volumes} and {@code BuildCache}. There are no containers and
 * no volumes here.
 */
public final class DetailedUse {
  private DetailedUse() {}

  /**
   * Everything as JSON, or as a template says.
   *
   * @param format {@code json}, or a template that is applied once
   * @throws TemplateException when the format cannot be followed
   */
  public static String print(
      String format, List<ImageSpace> images, List<StoredItem> cache, Instant now) {
    if (format.startsWith("table") || format.equals("raw") || format.equals("pretty")) {
      throw new TemplateException(
          "`--verbose` has several tables: `--format "
              + format
              + "` is not supported with it;"
              + " `json` or a template is");
    }
    Fields all =
        Fields.builder()
            .put("Images", images.stream().map(space -> space.fields(true, now)).toList())
            .put("Containers", List.of())
            .put("Volumes", List.of())
            .put("BuildCache", cache.stream().map(item -> fields(item, now)).toList())
            .build();
    return format.equals("json")
        ? GoJson.compact(all)
        : Template.parse(format.replace("\\t", "\t").replace("\\n", "\n")).apply(all);
  }

  private static Fields fields(StoredItem item, Instant now) {
    return Fields.builder()
        .put("ID", item.id())
        .put("Parent", String.join(",", item.below().stream().sorted().toList()))
        .put("CacheType", item.kind().toString())
        .put("Size", Amounts.bytes(item.bytes()))
        .put("CreatedSince", since(item.created(), now))
        .put("CreatedAt", item.created().toString())
        .put("LastUsedSince", since(item.lastUsed(), now))
        .put("LastUsedAt", item.lastUsed().equals(Instant.EPOCH) ? "" : item.lastUsed().toString())
        .put("UsageCount", Integer.toString(item.uses()))
        .put("InUse", Boolean.toString(item.state() == StoredItem.State.IN_USE))
        .put("Shared", Boolean.toString(item.shared()))
        .put("Description", item.description())
        .build();
  }

  private static String since(Instant time, Instant now) {
    return time.equals(Instant.EPOCH)
        ? ""
        : Amounts.ago(Duration.between(time.isAfter(now) ? now : time, now));
  }
}
