package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.Manifest;

/**
 * An image for one platform, but for its layers' bytes.
 *
 * @param descriptor of the manifest
 */
public record ImageContent(Descriptor descriptor, Manifest manifest, ImageConfig config) {
  /** The image ID: the digest of the config. */
  public Digest id() {
    return manifest.config().digest();
  }

  /** Bytes of all layers as they are stored. */
  public long size() {
    return manifest.layers().stream().mapToLong(Descriptor::size).sum();
  }
}
