package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import java.util.List;

/**
 * What a build has made.
 *
 * @param id digest of the config, as docker has it
 * @param descriptor of the manifest
 * @param size bytes of all layers, uncompressed or as they were pulled
 * @param names it has in the store
 */
public record BuiltImage(
    Digest id, Descriptor descriptor, Platform platform, long size, List<ImageName> names) {
  public BuiltImage {
    names = List.copyOf(names);
  }
}
