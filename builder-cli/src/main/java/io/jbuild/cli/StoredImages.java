package io.jbuild.cli;

import io.jbuild.core.store.ImageStore;
import io.jbuild.core.store.StoredImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds an image of the store by what a user calls it: a name, or the beginning of an ID. */
final class StoredImages {
  private StoredImages() {}

  static StoredImage find(ImageStore images, String text) throws IOException {
    List<StoredImage> byId =
        text.matches("(sha256:)?[0-9a-f]{4,64}") ? images.findById(text) : List.of();
    if (byId.stream().map(StoredImage::descriptor).distinct().count() > 1) {
      throw new UsageException(
          "`" + text + "` begins the ID of several images", "give more digits");
    }
    Optional<StoredImage> found =
        text.startsWith("sha256:") ? Optional.empty() : images.find(BuildOptions.imageName(text));
    return found
        .or(() -> byId.stream().findFirst())
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no image `" + text + "` in the store",
                    "`jbuild image ls` lists those there are; `jbuild pull` brings one"));
  }
}
