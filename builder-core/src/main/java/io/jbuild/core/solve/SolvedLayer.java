package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.plan.PinnedImage;
import java.time.Instant;
import java.util.Optional;

/**
 * One layer of a {@link Rootfs}.
 *
 * @param contentDigest as layer indexes have it; of a pulled layer its diffID, which says no less
 * @param blob as the image's manifest describes it: of a pulled layer just as it came
 * @param created when the step ran first; nothing for a pulled layer
 * @param pulledFrom the image it came with, when it was not made here
 */
public record SolvedLayer(
    Digest diffId,
    Digest contentDigest,
    Descriptor blob,
    Optional<Instant> created,
    boolean lostOwners,
    Optional<PinnedImage> pulledFrom) {}
