package io.jbuild.core.registry;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.Manifest;
import java.util.Optional;

/**
 * What a name stands for on one platform, byte for byte as the registry has it.
 *
 * @param descriptor of the manifest; with the platform when an index told it
 * @param index what the name itself stands for when that is an index
 */
public record Resolved(
    Descriptor descriptor, byte[] bytes, Manifest manifest, Optional<Document> index) {
  /** A manifest or index as it came. */
  public record Document(Descriptor descriptor, byte[] bytes) {}

  /** The descriptor that the name stands for: of the index if there is one. */
  public Descriptor named() {
    return index.map(Document::descriptor).orElse(descriptor);
  }
}
