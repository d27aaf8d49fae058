package io.jbuild.cli;

import io.jbuild.cli.image.ImageRow;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.store.ImageContent;
import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds an image of the store by what a user calls it: a name, or the beginning of an ID. */
final class StoredImages {
  private StoredImages() {}

  static StoredImage find(ImageStore images, String text) throws IOException {
    Optional<StoredImage> named = byName(images, text);
    if (named.isPresent()) {
      return named.get();
    }
    List<StoredImage> byId = byId(images, text);
    if (byId.isEmpty()) {
      throw unknown(text);
    }
    return byId.getFirst();
  }

  /** The image of a name, if the text is one. */
  static Optional<StoredImage> byName(ImageStore images, String text) throws IOException {
    return text.startsWith("sha256:")
        ? Optional.empty()
        : images.find(BuildOptions.imageName(text));
  }

  /** The entries of the one image whose ID begins so; none if there is none. */
  static List<StoredImage> byId(ImageStore images, String text) throws IOException {
    List<StoredImage> found =
        text.matches("(sha256:)?[0-9a-f]{4,64}") ? images.findById(text) : List.of();
    if (found.stream().map(image -> image.descriptor().digest()).distinct().count() > 1) {
      throw new UsageException(
          "`" + text + "` begins the ID of several images", "give more digits");
    }
    return found;
  }

  static UsageException unknown(String text) {
    return new UsageException(
        "there is no image `" + text + "` in the store",
        "`jbuild images` lists those there are; `jbuild pull` brings one");
  }

  /**
   * The image of a name or ID for one platform.
   *
   * @param platform as the user wrote it; null for this machine's, or the first that is here
   */
  static ImageContent content(ImageStore images, StoredImage image, String text, String platform)
      throws IOException {
    List<ImageContent> here = images.contents(image.descriptor());
    Platform wanted = Platforms.one(platform);
    for (Platform candidate : PlatformMatch.candidates(wanted)) {
      for (ImageContent content : here) {
        if (content.config().platform().equals(candidate)) {
          return content;
        }
      }
    }
    if (here.isEmpty()) {
      throw new UsageException(
          "the store has nothing of `" + text + "` but its index", "`jbuild pull " + text + "`");
    }
    if (platform == null) {
      return here.getFirst();
    }
    throw new UsageException(
        "`" + text + "` has nothing for `" + wanted + "` in the store",
        "it has "
            + String.join(
                ", ", here.stream().map(c -> "`" + c.config().platform() + "`").toList()));
  }

  /** When the image that a filter names was made. */
  static Instant created(ImageStore images, String text) {
    try {
      return ImageRow.of(images, find(images, text)).created().orElse(Instant.EPOCH);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
