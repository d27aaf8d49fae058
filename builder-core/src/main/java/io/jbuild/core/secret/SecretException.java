package io.jbuild.core.secret;

import java.io.IOException;

/** A secret that was promised and cannot be had; the message holds no part of its value. */
public final class SecretException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /** A secret that cannot be had, or that must not stay where it is. */
  public SecretException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
