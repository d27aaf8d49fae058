package io.jbuild.core.plan;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import java.nio.file.Path;
import java.util.List;

/**
 * An image that a build names, resolved to one manifest.
 *
 * @param name as the Dockerfile has it, expanded
 * @param platform asked for
 * @param manifest descriptor of the image manifest (never of an index)
 * @param layers as the manifest lists them, lowest first
 * @param location where its blobs are
 */
public record PinnedImage(
    String name,
    Platform platform,
    Descriptor manifest,
    List<Descriptor> layers,
    ImageConfig config,
    Location location) {
  public PinnedImage {
    layers = List.copyOf(layers);
  }

  /** Where the blobs of a pinned image are to be had. */
  public sealed interface Location {
    /** The local store. */
    record LocalStore() implements Location {}

    /** A registry. */
    record Registry(ImageName name) implements Location {}

    /** An OCI image layout in a folder. */
    record Layout(Path folder) implements Location {}
  }
}
