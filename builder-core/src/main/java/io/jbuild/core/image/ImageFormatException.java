package io.jbuild.core.image;

import java.io.IOException;

/**
 * Bytes from outside are not the manifest, index or config they should be; the message says why.
 */
public final class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageFormatException(String message) {
    super(message);
  }
}
