package io.jbuild.core.export;

import io.jbuild.core.compress.Compression;
import java.util.Optional;

/**
 * In which form an image leaves the store.
 *
 * @param compression of layers that jbuild made; nothing: as they lie
 * @param force whether layers that came from elsewhere in another compression are compressed anew,
 *     too
 * @param oci whether the media types are OCI's; else docker's, of its schema 2
 */
public record ImageForm(Optional<Compression> compression, boolean force, boolean oci) {
  /** Every byte as the store has it. */
  public static final ImageForm AS_IT_LIES = new ImageForm(Optional.empty(), false, true);

  /** What registries get where nothing else is asked for. */
  public static final ImageForm OF_REGISTRIES =
      new ImageForm(Optional.of(Compression.GZIP), false, true);
}
