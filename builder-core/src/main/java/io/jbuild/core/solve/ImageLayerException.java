package io.jbuild.core.solve;

import io.jbuild.core.plan.PinnedImage;
import java.io.IOException;

/**
 * A layer of a base image cannot be had or is broken. Some step noticed, but the fault is the
 * image's: the cause is what to tell, and the place is where the image is named.
 */
final class ImageLayerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient PinnedImage image;

  ImageLayerException(PinnedImage image, IOException cause) {
    super(cause.getMessage(), cause);
    this.image = image;
  }

  PinnedImage image() {
    return image;
  }

  IOException reason() {
    return (IOException) getCause();
  }
}
