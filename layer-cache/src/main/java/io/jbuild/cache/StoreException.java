package io.jbuild.cache;

import java.io.IOException;

/**
 * The store cannot be used: written by a newer version, of another user, not a store at all, or no
 * longer readable. The message names the directory and says what to do.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
