package io.jbuild.core.solve;

import io.jbuild.cache.Digest;
import java.io.IOException;

/** A layer that a shared record promised cannot be had: the step has to run after all. */
public final class LostLayerException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Digest diffId;

  /**
   * @param message why, for people
   */
  public LostLayerException(Digest diffId, String message) {
    super(message);
    this.diffId = diffId;
  }

  /** The layer. */
  public Digest diffId() {
    return diffId;
  }
}
