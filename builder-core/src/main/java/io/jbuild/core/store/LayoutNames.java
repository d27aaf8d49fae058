package io.jbuild.core.store;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import java.util.Optional;
import java.util.TreeMap;

/** How the name of an image stands in the {@code index.json} of an OCI layout. */
public final class LayoutNames {
  /** The full name, as containerd and docker write it. */
  public static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** What {@code oci:DIR:REF} of skopeo and podman looks for (OCI image spec, annotations.md). */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private LayoutNames() {}

  /**
   * The name of an entry: the containerd annotation, else a reference name that holds a tag or a
   * slash ({@code app:1.0}); a bare word there is a tag of an image that the layout does not name.
   */
  public static Optional<ImageName> name(Descriptor entry) {
    String full = entry.annotations().getOrDefault(CONTAINERD_NAME, "");
    String ref = entry.annotations().getOrDefault(REF_NAME, "");
    String text = full.isEmpty() ? ref : full;
    if (text.isEmpty() || (full.isEmpty() && !ref.contains(":") && !ref.contains("/"))) {
      return Optional.empty();
    }
    try {
      ImageName name = ImageName.parse(text);
      return name.digest().isPresent() ? Optional.empty() : Optional.of(name);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The entry for a name. */
  public static Descriptor with(Descriptor descriptor, ImageName name) {
    return without(descriptor)
        .withAnnotation(CONTAINERD_NAME, name.toString())
        .withAnnotation(REF_NAME, name.familiar());
  }

  /** The entry without its name. */
  public static Descriptor without(Descriptor entry) {
    var annotations = new TreeMap<>(entry.annotations());
    annotations.remove(CONTAINERD_NAME);
    annotations.remove(REF_NAME);
    return new Descriptor(
        entry.mediaType(), entry.digest(), entry.size(), entry.platform(), annotations);
  }
}
