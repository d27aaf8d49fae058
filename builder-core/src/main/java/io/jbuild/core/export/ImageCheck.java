package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.core.image.Descriptor;
import java.io.IOException;
import java.util.List;

/** Checks an image against itself. */
public final class ImageCheck {
  private ImageCheck() {}

  /** What is wrong with an image or index, for people; empty if all is well. */
  public static List<String> problems(Descriptor image, BlobStore blobs) throws IOException {
    throw new UnsupportedOperationException();
  }
}
