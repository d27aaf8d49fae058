package io.jbuild.core.layer;

import io.jbuild.cache.Digest;

/**
 * A layer that was written or read from end to end.
 *
 * @param diffId SHA-256 of the uncompressed tar
 * @param size bytes of the uncompressed tar
 * @param contentDigest digest of what it holds, without times (see {@link LayerIndex})
 */
public record Layer(Digest diffId, long size, Digest contentDigest, LayerIndex index) {}
