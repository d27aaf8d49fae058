package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * Every image that the reachable stages name, pinned.
 *
 * @param images by name as written (expanded) and platform
 */
public record BaseImages(Map<Key, PinnedImage> images) {
  public static final BaseImages NONE = new BaseImages(Map.of());

  public BaseImages {
    images = Map.copyOf(images);
  }

  public Optional<PinnedImage> find(String name, Platform platform) {
    return Optional.ofNullable(images.get(new Key(name, platform)));
  }

  /** What an image is asked for by. */
  public record Key(String name, Platform platform) {}
}
