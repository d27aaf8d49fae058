package io.jbuild.cache;

import java.time.Instant;
import java.util.Objects;

/**
 * The layer that a step gave the last time its result had the same content.
 *
 * @param created when that layer was made
 */
public record EarlierLayer(LayerRecord layer, Instant created) {
  public EarlierLayer {
    Objects.requireNonNull(layer);
    Objects.requireNonNull(created);
  }
}
