package io.jbuild.core.store;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import java.util.Optional;

/**
 * One entry of the store.
 *
 * @param name nothing for an image without one
 * @param descriptor of a manifest or an index, without the annotations that hold the name
 */
public record StoredImage(Optional<ImageName> name, Descriptor descriptor) {
  static StoredImage of(Descriptor entry) {
    return new StoredImage(LayoutNames.name(entry), LayoutNames.without(entry));
  }
}
