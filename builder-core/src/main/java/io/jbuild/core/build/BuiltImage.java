package io.jbuild.core.build;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What a build has made.
 *
 * @param id digest of the config, as docker has it; of an index its own digest
 * @param descriptor of the manifest or index
 * @param platforms it is for
 * @param size bytes of all layers, uncompressed or as they were pulled
 * @param names it has in the store
 * @param pushed what registries have, if it was pushed: compressed, it has another digest there
 */
public record BuiltImage(
    Digest id,
    Descriptor descriptor,
    List<Platform> platforms,
    long size,
    List<ImageName> names,
    Optional<Descriptor> pushed) {
  public BuiltImage {
    platforms = List.copyOf(platforms);
    names = List.copyOf(names);
  }

  /** Whether it is an index, as one of several platforms is. */
  public boolean isIndex() {
    return MediaTypes.isIndex(descriptor.mediaType());
  }
}
