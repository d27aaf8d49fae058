package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.Manifest;

/**
 * An image for one platform, but for its layers' bytes.
 *
 * @param descriptor of the manifest
 */
public record ImageContent(Descriptor descriptor, Manifest manifest, ImageConfig config) {
  /**
   * The image of a manifest and a config that were read, each layer with its diffID.
   *
   * @throws ImageFormatException when the two do not tell of the same number of layers
   */
  public static ImageContent of(Descriptor descriptor, Manifest manifest, ImageConfig config)
      throws ImageFormatException {
    int layers = manifest.layers().size();
    int diffIds = config.diffIds().size();
    if (layers != diffIds) {
      throw new ImageFormatException(
          "the image `"
              + descriptor.digest()
              + "` has "
              + layers
              + " layers, but "
              + diffIds
              + " diffIDs");
    }
    return new ImageContent(descriptor, manifest, config);
  }

  /** The image ID: the digest of the config. */
  public Digest id() {
    return manifest.config().digest();
  }

  /** Bytes of all layers as they are stored. */
  public long size() {
    return manifest.layers().stream().mapToLong(Descriptor::size).sum();
  }
}
