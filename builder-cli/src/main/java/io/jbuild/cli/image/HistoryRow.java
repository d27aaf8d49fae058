package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.template.Listing;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.History;
import io.jbuild.core.store.ImageContent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of {@code history}.
 *
 * @param id of the image, in the uppermost line alone
 * @param size bytes of the layer as it is stored, 0 for a line without one
 */
public record HistoryRow(Optional<Digest> id, History line, long size) {
  private static final int INSTRUCTION = 45;

  /** How lines are written: {@code --human} and {@code --no-trunc}. */
  public record Style(boolean human, boolean whole) {}

  /** The history of an image, the newest line first. Layers that it does not tell of come last. */
  public static List<HistoryRow> of(ImageContent image) {
    List<Descriptor> layers = image.manifest().layers();
    List<History> history = image.config().history();
    long told = history.stream().filter(line -> !line.emptyLayer()).count();
    int layer = (int) Math.max(0, layers.size() - told);
    List<HistoryRow> rows = new ArrayList<>();
    for (Descriptor untold : layers.subList(0, layer)) {
      History none = new History(Optional.empty(), "", "", "", false);
      rows.add(new HistoryRow(Optional.empty(), none, untold.size()));
    }
    for (History line : history) {
      boolean made = !line.emptyLayer() && layer < layers.size();
      rows.add(new HistoryRow(Optional.empty(), line, made ? layers.get(layer++).size() : 0));
    }
    if (!rows.isEmpty()) {
      HistoryRow top = rows.removeLast();
      rows.add(new HistoryRow(Optional.of(image.id()), top.line(), top.size()));
    }
    return rows.reversed();
  }

  /** The usual columns. */
  public static List<String> columns(Style style) {
    String created = style.human() ? "CreatedSince" : "CreatedAt";
    return List.of("ID", created, "CreatedBy", "Size", "Comment");
  }

  /** How lines are printed. */
  public static Listing<HistoryRow> listing(Style style, Instant now) {
    Map<String, String> heads = new LinkedHashMap<>();
    heads.put("ID", "IMAGE");
    heads.put("CreatedSince", "CREATED");
    heads.put("CreatedAt", "CREATED AT");
    heads.put("CreatedBy", "CREATED BY");
    heads.put("Size", "SIZE");
    heads.put("Comment", "COMMENT");
    return new Listing<>(heads, row -> row.fields(style, now));
  }

  /** The ID, which all lines but the first lack. */
  public String shownId(boolean whole) {
    return id.map(digest -> whole ? digest.toString() : ImageRow.shortId(digest))
        .orElse("<missing>");
  }

  private Fields fields(Style style, Instant now) {
    String at = line.created().map(HistoryRow::time).orElse("N/A");
    String since = line.created().map(then -> ImageRow.ago(then, now)).orElse("N/A");
    String instruction = line.createdBy().replace('\t', ' ').replace('\n', ' ');
    return Fields.builder()
        .put("ID", shownId(style.whole()))
        .put("CreatedSince", style.human() ? since : at)
        .put("CreatedAt", at)
        .put("CreatedBy", style.whole() ? instruction : shortened(instruction))
        .put("Size", style.human() ? Amounts.bytes(size) : Long.toString(size))
        .put("Comment", line.comment())
        .build();
  }

  static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= INSTRUCTION
        ? text
        : text.substring(0, text.offsetByCodePoints(0, INSTRUCTION - 1)) + "…";
  }

  private static String time(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()).toOffsetDateTime());
  }
}
