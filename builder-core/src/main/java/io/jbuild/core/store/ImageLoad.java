package io.jbuild.core.store;

import io.jbuild.core.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

public final class ImageLoad {
  private ImageLoad() {}

  /** Loads an OCI layout folder, an OCI archive or a docker archive, and names what it names. */
  public static List<StoredImage> load(Path source, ImageStore images, Path temporary)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Loads an archive that comes as a stream. */
  public static List<StoredImage> load(InputStream source, ImageStore images, Path temporary)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes one image of an OCI layout folder into the store without naming it: {@code
   * oci-layout://DIR[@digest]} or {@code DIR:tag}.
   *
   * @param reference digest or tag; none: the only image, or {@code latest}
   */
  public static Descriptor fromLayout(Path directory, Optional<String> reference, ImageStore images)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
