package io.jbuild.core.remote;

import io.jbuild.cache.Digest;
import java.time.Instant;

/**
 * What an address gave: a blob of the store.
 *
 * @param content digest of the bytes, under which they lie in the store's blobs
 * @param size in bytes
 * @param modified what the server says of its last change; the epoch when it says nothing
 * @param downloaded whether its bytes came over the network just now
 */
public record HttpFile(Digest content, long size, Instant modified, boolean downloaded) {}
