package io.jbuild.cli;

import io.jbuild.cli.image.ImageFilter;
import io.jbuild.cli.image.ImageRow;
import io.jbuild.core.store.ImageRemoval;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Removal of images that nobody names, or of all. */
final class ImagePruning {
  private static final List<String> FILTERS = List.of("dangling", "label", "until");

  private final List<String> filters;
  private final boolean all;

  /**
   * What is to be removed.
   *
   * @param all whether images with names are, too; {@code dangling=false} says the same
   */
  ImagePruning(List<String> filters, boolean all) {
    this.filters = new ArrayList<>(filters);
    boolean named = this.filters.removeIf(text -> text.matches("dangling=(false|0)"));
    this.all = all || named;
  }

  /** What goes, for a question. */
  String what() {
    return all ? "all images" : "all images without a name";
  }

  /** Removes them and prints what docker prints. */
  void run(ImageStore images, Instant now) throws IOException {
    ImageFilter filter = FilterOption.parse(filters, FILTERS, images, now);
    var removal = new ImageRemoval(images);
    List<String> lines = new ArrayList<>();
    for (ImageRow row : filter.apply(ImageRow.of(images))) {
      if (all || row.image().name().isEmpty()) {
        lines.addAll(removal.remove(row.image().descriptor()).lines());
      }
    }
    if (!lines.isEmpty()) {
      System.out.println("Deleted Images:");
      lines.forEach(System.out::println);
      System.out.println();
    }
  }
}
