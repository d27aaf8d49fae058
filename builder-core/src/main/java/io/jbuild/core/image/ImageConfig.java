package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The configuration blob of an image (OCI image spec, config.md).
 *
 * @param author empty if none
 * @param diffIds digests of the uncompressed layers, lowest first
 */
public record ImageConfig(
    Platform platform,
    Optional<Instant> created,
    String author,
    ContainerConfig config,
    List<Digest> diffIds,
    List<History> history) {
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }
}
