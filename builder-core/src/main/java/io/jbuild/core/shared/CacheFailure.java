package io.jbuild.core.shared;

import java.io.IOException;

/** A cache that a build was told to write could not be written. */
public final class CacheFailure extends IOException {
  private static final long serialVersionUID = 1L;

  CacheFailure(String message, IOException cause) {
    super(message, cause);
  }

  /** What to do about it. */
  public String hint() {
    return "`ignore-error=true` has a build go on without it";
  }
}
