package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of {@code images}: a name, or an image without one.
 *
 * @param image the entry of the store
 * @param id digest of the config, of an index its own; nothing when the manifest is gone
 * @param contents the image, or those of an index that are here; none when they are gone
 */
public record ImageRow(StoredImage image, Optional<Digest> id, List<ImageContent> contents) {
  private static final int SHORT_ID = 12;
  private static final String NONE = "<none>";
  private static final String UNKNOWN = "N/A";

  public ImageRow {
    contents = List.copyOf(contents);
  }

  /** All of a store, the newest first, as docker lists them. */
  public static List<ImageRow> of(ImageStore images) throws IOException {
    List<ImageRow> rows = new ArrayList<>();
    for (StoredImage image : images.list()) {
      rows.add(of(images, image));
    }
    rows.sort(Comparator.comparing((ImageRow row) -> row.created().orElse(Instant.MIN)).reversed());
    return rows;
  }

  /** The line of one entry. */
  public static ImageRow of(ImageStore images, StoredImage image) throws IOException {
    List<ImageContent> contents;
    try {
      contents = images.contents(image.descriptor());
    } catch (NoSuchFileException e) {
      contents = List.of();
    }
    return new ImageRow(image, images.id(image.descriptor()), contents);
  }

  /** When the image was made; of several the newest. */
  public Optional<Instant> created() {
    return contents.stream()
        .flatMap(content -> content.config().created().stream())
        .max(Comparator.naturalOrder());
  }

  /** Bytes of the layers that are here, as they are stored, each once. */
  public long size() {
    return contents.stream()
        .flatMap(content -> content.manifest().layers().stream())
        .collect(Collectors.toMap(layer -> layer.digest(), layer -> layer.size(), (a, b) -> a))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The ID as docker prints it. */
  public String shownId(boolean whole) {
    return id.map(digest -> whole ? digest.toString() : shortId(digest)).orElse("<missing>");
  }

  /** The first digits of an ID. */
  public static String shortId(Digest id) {
    return id.hex().substring(0, SHORT_ID);
  }

  /**
   * How lines are printed.
   *
   * @param whole whether IDs are
   */
  public static Listing<ImageRow> listing(boolean whole, Instant now) {
    return new Listing<>(heads(), row -> row.fields(whole, now));
  }

  static Map<String, String> heads() {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("Repository", "REPOSITORY");
    heads.put("Tag", "TAG");
    heads.put("Digest", "DIGEST");
    heads.put("ID", "IMAGE ID");
    heads.put("CreatedSince", "CREATED");
    heads.put("CreatedAt", "CREATED AT");
    heads.put("Size", "SIZE");
    heads.put("Platforms", "PLATFORMS");
    heads.put("Containers", "CONTAINERS");
    heads.put("SharedSize", "SHARED SIZE");
    heads.put("UniqueSize", "UNIQUE SIZE");
    return heads;
  }

  Fields fields(boolean whole, Instant now) {
    Optional<Instant> created = created();
    return Fields.builder()
        .put("Repository", image.name().map(ImageRow::repository).orElse(NONE))
        .put("Tag", image.name().flatMap(ImageName::tag).orElse(NONE))
        .put("Digest", image.descriptor().digest().toString())
        .put("ID", shownId(whole))
        .put("CreatedSince", created.map(at -> ago(at, now)).orElse(UNKNOWN))
        .put("CreatedAt", created.map(ImageRow::dockersTime).orElse(UNKNOWN))
        .put("Size", Amounts.bytes(size()))
        .put(
            "Platforms",
            contents.stream()
                .map(content -> content.config().platform())
                .map(Platform::toString)
                .collect(Collectors.joining(",")))
        .put("Containers", UNKNOWN)
        .put("SharedSize", UNKNOWN)
        .put("UniqueSize", UNKNOWN)
        .build();
  }

  private static String repository(ImageName name) {
    return new ImageName(name.registry(), name.repository(), Optional.empty(), Optional.empty())
        .familiar();
  }

  static String ago(Instant then, Instant now) {
    return Amounts.ago(Duration.between(then, now));
  }

  /** {@code 2024-05-06 07:08:09 +0000 UTC}. */
  private static String dockersTime(Instant at) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ROOT)
        .format(at.atZone(ZoneId.systemDefault()));
  }
}
