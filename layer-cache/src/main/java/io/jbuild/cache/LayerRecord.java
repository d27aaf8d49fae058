package io.jbuild.cache;

import java.util.Objects;
import java.util.Optional;

/**
 * What is remembered of a layer.
 *
 * @param diffId digest of the uncompressed tar
 * @param size bytes of the uncompressed tar
 * @param contentDigest digest of what the layer holds, without times
 * @param blob the blob of the layer as it lies in the store; empty when only its tree was kept
 */
public record LayerRecord(Digest diffId, long size, Digest contentDigest, Optional<Digest> blob) {
  public LayerRecord {
    Objects.requireNonNull(diffId);
    Objects.requireNonNull(contentDigest);
    Objects.requireNonNull(blob);
  }
}
