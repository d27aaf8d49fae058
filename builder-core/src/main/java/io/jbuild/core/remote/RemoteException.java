package io.jbuild.core.remote;

import java.io.IOException;

/**
 * Something could not be fetched. The message is for people: it names the address without
 * credentials, and holds no part of a secret.
 */
public final class RemoteException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * @param hint what to do about it; may be empty
   */
  public RemoteException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  RemoteException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
