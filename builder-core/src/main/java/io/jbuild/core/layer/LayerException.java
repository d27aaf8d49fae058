package io.jbuild.core.layer;

import java.io.IOException;

/**
 * A layer or tar that is broken, hostile or cannot be represented; the message names the entry and
 * says what is wrong with it.
 */
public final class LayerException extends IOException {
  private static final long serialVersionUID = 1L;

  public LayerException(String message) {
    super(message);
  }

  public LayerException(String message, Throwable cause) {
    super(message, cause);
  }
}
