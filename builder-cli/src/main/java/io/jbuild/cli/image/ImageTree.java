package io.jbuild.cli.image;

import io.jbuild.cache.Digest;
import io.jbuild.cli.template.Fields;
import io.jbuild.cli.ui.Amounts;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.layer.Names;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All images of a store with their layers, and which of them share which. */
public final class ImageTree {
  private static final int WIDTH = 80;

  private final Map<Digest, ImageRow> rows = new LinkedHashMap<>();
  private final Map<Digest, List<String>> names = new HashMap<>();
  private final Map<Digest, Set<Digest>> imagesByLayer = new HashMap<>();

  private ImageTree() {}

  /** The images of a store. */
  public static ImageTree of(ImageStore images) throws IOException {
    var tree = new ImageTree();
    for (StoredImage image : images.list()) {
      Digest digest = image.descriptor().digest();
      image
          .name()
          .map(ImageName::familiar)
          .ifPresent(name -> tree.names.computeIfAbsent(digest, d -> new ArrayList<>()).add(name));
      if (!tree.rows.containsKey(digest)) {
        ImageRow row = ImageRow.of(images, image);
        tree.rows.put(digest, row);
        row.contents().stream()
            .flatMap(content -> content.config().diffIds().stream())
            .forEach(
                layer ->
                    tree.imagesByLayer
                        .computeIfAbsent(layer, d -> new LinkedHashSet<>())
                        .add(digest));
      }
    }
    return tree;
  }

  /**
   * Lines for people.
   *
   * @param whole whether IDs and instructions are printed whole
   */
  public String text(Collection<StoredImage> chosen, boolean whole) {
    var text = new StringBuilder();
    for (StoredImage image : chosen) {
      ImageRow row = rows.get(image.descriptor().digest());
      text.append(called(image.descriptor().digest()))
          .append("  ")
          .append(row.shownId(whole))
          .append("  ")
          .append(Amounts.bytes(row.size()))
          .append('\n');
      List<ImageContent> contents = row.contents();
      if (contents.size() == 1
          && contents.getFirst().descriptor().digest().equals(image.descriptor().digest())) {
        layers(contents.getFirst(), row, "", whole, text);
        continue;
      }
      for (int i = 0; i < contents.size(); i++) {
        boolean last = i == contents.size() - 1;
        ImageContent content = contents.get(i);
        text.append(last ? "└─ " : "├─ ")
            .append(content.config().platform())
            .append("  ")
            .append(whole ? content.id().toString() : ImageRow.shortId(content.id()))
            .append("  ")
            .append(Amounts.bytes(content.size()))
            .append('\n');
        layers(content, row, last ? "   " : "│  ", whole, text);
      }
    }
    return text.toString();
  }

  private void layers(
      ImageContent content, ImageRow row, String indent, boolean whole, StringBuilder text) {
    List<TreeLayer> layers = TreeLayer.of(content);
    for (int i = 0; i < layers.size(); i++) {
      TreeLayer layer = layers.get(i);
      List<String> others = others(layer.diffId(), row);
      text.append(indent)
          .append(i == layers.size() - 1 ? "└─ " : "├─ ")
          .append(whole ? layer.diffId().toString() : ImageRow.shortId(layer.diffId()))
          .append("  ")
          .append(padded(Amounts.bytes(layer.size())))
          .append(shown(layer.instruction(), whole))
          .append(others.isEmpty() ? "" : "  (also in " + String.join(", ", others) + ")")
          .append('\n');
    }
  }

  private static String padded(String size) {
    return size + " ".repeat(Math.max(2, 8 - size.length()));
  }

  private static String shown(String instruction, boolean whole) {
    String line = instruction.replace('\n', ' ').replace('\t', ' ');
    String clean = Names.shown(line.isEmpty() ? "(not told)" : line);
    return whole || clean.length() <= WIDTH ? clean : clean.substring(0, WIDTH - 1) + "…";
  }

  /** The same as values. */
  public List<Fields> fields(Collection<StoredImage> chosen) {
    List<Fields> result = new ArrayList<>();
    for (StoredImage image : chosen) {
      Digest digest = image.descriptor().digest();
      ImageRow row = rows.get(digest);
      result.add(
          Fields.builder()
              .put("names", names.getOrDefault(digest, List.of()))
              .put("id", row.shownId(true))
              .put("digest", digest.toString())
              .put("size", row.size())
              .put("platforms", row.contents().stream().map(c -> platform(c, row)).toList())
              .build());
    }
    return result;
  }

  private Fields platform(ImageContent content, ImageRow row) {
    return Fields.builder()
        .put("platform", content.config().platform().toString())
        .put("id", content.id().toString())
        .put("size", content.size())
        .put(
            "layers",
            TreeLayer.of(content).stream()
                .map(
                    layer ->
                        Fields.builder()
                            .put("diffId", layer.diffId().toString())
                            .put("digest", layer.digest().toString())
                            .put("size", layer.size())
                            .put("instruction", layer.instruction())
                            .put("alsoIn", others(layer.diffId(), row))
                            .build())
                .toList())
        .build();
  }

  private List<String> others(Digest layer, ImageRow row) {
    return imagesByLayer.getOrDefault(layer, Set.of()).stream()
        .filter(digest -> !digest.equals(row.image().descriptor().digest()))
        .map(this::called)
        .toList();
  }

  private String called(Digest image) {
    List<String> known = names.getOrDefault(image, List.of());
    return known.isEmpty() ? "<none>@" + ImageRow.shortId(image) : String.join(", ", known);
  }
}
