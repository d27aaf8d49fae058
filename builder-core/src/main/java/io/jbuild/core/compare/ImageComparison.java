package io.jbuild.core.compare;

import io.jbuild.core.image.History;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.layer.LayerIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two images: config, history, and file by file the layers that are not the same. */
public final class ImageComparison {
  private final Side first;
  private final Side second;
  private final List<Difference> found = new ArrayList<>();

  /** An image as far as it has to be known. */
  public record Side(ImageConfig config, Indexes indexes) {}

  /** The indexes of an image's layers, asked for only where they are needed. */
  @FunctionalInterface
  public interface Indexes {
    /** The index of a layer, counted from 0, lowest first. */
    LayerIndex of(int layer) throws IOException;
  }

  private ImageComparison(Side first, Side second) {
    this.first = first;
    this.second = second;
  }

  /** All differences: of the config, the history, then the layers from the lowest. */
  public static List<Difference> of(Side first, Side second) throws IOException {
    var comparison = new ImageComparison(first, second);
    new ConfigComparison(comparison.found).compare(first.config(), second.config());
    comparison.history();
    comparison.layers();
    return List.copyOf(comparison.found);
  }

  private void history() {
    List<History> left = first.config().history();
    List<History> right = second.config().history();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      Optional<History> a = i < left.size() ? Optional.of(left.get(i)) : Optional.empty();
      Optional<History> b = i < right.size() ? Optional.of(right.get(i)) : Optional.empty();
      String place = "history " + (i + 1);
      add(Difference.Kind.HISTORY, place, "instruction", text(a), text(b));
      if (a.isPresent() && b.isPresent()) {
        add(
            Difference.Kind.TIME,
            place,
            "created",
            a.get().created().map(Object::toString).orElse(""),
            b.get().created().map(Object::toString).orElse(""));
      }
    }
  }

  private static String text(Optional<History> line) {
    return line.map(l -> l.createdBy() + (l.emptyLayer() ? " (no layer)" : "")).orElse("");
  }

  private void add(Difference.Kind kind, String place, String field, String left, String right) {
    if (!left.equals(right)) {
      found.add(new Difference(kind, place, "", field, left, right));
    }
  }

  private void layers() throws IOException {
    int left = first.config().diffIds().size();
    int right = second.config().diffIds().size();
    if (left != right) {
      add(
          Difference.Kind.LAYER,
          "layers",
          "number",
          Integer.toString(left),
          Integer.toString(right));
    }
    List<String> places = places(left >= right ? first.config() : second.config());
    for (int i = 0; i < Math.min(left, right); i++) {
      if (!first.config().diffIds().get(i).equals(second.config().diffIds().get(i))) {
        new LayerComparison(places.get(i), found)
            .compare(first.indexes().of(i), second.indexes().of(i));
      }
    }
  }

  /** What each layer is called: by the line of the history that made it, where there is one. */
  private static List<String> places(ImageConfig config) {
    List<String> made =
        config.history().stream().filter(l -> !l.emptyLayer()).map(History::createdBy).toList();
    List<String> places = new ArrayList<>();
    int layers = config.diffIds().size();
    for (int i = 0; i < layers; i++) {
      // Counted from the top: a base may have more layers than its history tells of.
      int line = made.size() - layers + i;
      places.add("layer " + (i + 1) + (line < 0 ? "" : " (" + made.get(line) + ")"));
    }
    return places;
  }
}
