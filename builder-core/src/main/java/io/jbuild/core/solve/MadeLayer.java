package io.jbuild.core.solve;

import io.jbuild.cache.LayerRecord;

/**
 * A layer that a step has just made; it is in the store.
 *
 * @param lostOwners whether owners that the step set could not be kept
 */
record MadeLayer(LayerRecord record, boolean lostOwners) {}
