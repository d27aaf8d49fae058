package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.image.Descriptor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of {@code system df -v}: an image and how many bytes of its layers others have, too.
 *
 * @param shared bytes of layers that another image has
 */
public record ImageSpace(ImageRow image, long shared) {
  /** The usual columns. */
  public static final List<String> COLUMNS =
      List.of(
          "Repository",
          "Tag",
          "ID",
          "CreatedSince",
          "Size",
          "SharedSize",
          "UniqueSize",
          "Containers");

  /** A line for each of the images. */
  public static List<ImageSpace> of(List<ImageRow> rows) {
    Map<Digest, Set<Digest>> holders = new HashMap<>();
    for (ImageRow row : rows) {
      layers(row)
          .forEach(
              layer ->
                  holders
                      .computeIfAbsent(layer.digest(), d -> new HashSet<>())
                      .add(row.image().descriptor().digest()));
    }
    List<ImageSpace> result = new ArrayList<>();
    for (ImageRow row : rows) {
      Map<Digest, Long> shared = new HashMap<>();
      for (Descriptor layer : layers(row)) {
        if (holders.get(layer.digest()).size() > 1) {
          shared.put(layer.digest(), layer.size());
        }
      }
      result.add(new ImageSpace(row, shared.values().stream().mapToLong(Long::longValue).sum()));
    }
    return result;
  }

  private static List<Descriptor> layers(ImageRow row) {
    return row.contents().stream()
        .flatMap(content -> content.manifest().layers().stream())
        .toList();
  }

  /** How lines are printed. */
  public static Listing<ImageSpace> listing(Instant now) {
    return new Listing<>(ImageRow.heads(), space -> space.fields(false, now));
  }

  /**
   * What a line shows.
   *
   * @param whole whether IDs are
   */
  public Fields fields(boolean whole, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>(image.fields(whole, now).values());
    fields.put("SharedSize", Amounts.bytes(shared));
    fields.put("UniqueSize", Amounts.bytes(image.size() - shared));
    fields.put("Containers", "0");
    return new Fields(fields);
  }
}
