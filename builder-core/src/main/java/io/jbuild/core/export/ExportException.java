package io.jbuild.core.export;

import java.io.IOException;

/** The destination of an export cannot take it; the message says why and what to do. */
public final class ExportException extends IOException {
  private static final long serialVersionUID = 1L;

  public ExportException(String message) {
    super(message);
  }

  public ExportException(String message, Throwable cause) {
    super(message, cause);
  }
}
