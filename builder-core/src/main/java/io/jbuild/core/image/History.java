package io.jbuild.core.image;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of an image's history (OCI image spec, config.md, {@code history}).
 *
 * @param emptyLayer whether it stands for no layer
 */
public record History(
    Optional<Instant> created,
    String createdBy,
    String comment,
    String author,
    boolean emptyLayer) {}
