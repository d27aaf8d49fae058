package io.jbuild.core.store;

import io.jbuild.core.image.ContainerConfig;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Makes an image of one layer out of the tar of a root filesystem. */
public final class RootfsImport {
  private RootfsImport() {}

  /**
   * Stores the image, without a name.
   *
   * @param tar plain or compressed (gzip, zstd, bzip2, xz); not closed
   */
  public static Descriptor store(
      InputStream tar,
      Platform platform,
      ContainerConfig config,
      Instant created,
      String comment,
      ImageStore images)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
