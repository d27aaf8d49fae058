package io.jbuild.cli;

import io.jbuild.cli.image.ImageFilter;
import io.jbuild.core.store.ImageStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --filter} of the commands that choose among images. */
final class FilterOption {
  @Option(
      names = {"-f", "--filter"},
      paramLabel = "KEY=VALUE",
      description =
          "Only images with dangling=true|false, label=NAME[=VALUE], before=IMAGE, since=IMAGE,"
              + " until=TIME or reference=PATTERN; may stand several times.")
  List<String> filters = new ArrayList<>();

  ImageFilter filter(ImageStore images, Instant now) {
    List<String> known = List.of("dangling", "label", "before", "since", "until", "reference");
    return parse(filters, known, images, now);
  }

  static ImageFilter parse(
      List<String> filters, List<String> known, ImageStore images, Instant now) {
    try {
      return ImageFilter.parse(filters, known, name -> StoredImages.created(images, name), now);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "");
    }
  }
}
