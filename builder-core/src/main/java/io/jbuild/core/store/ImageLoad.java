package io.jbuild.core.store;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.layer.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Brings images into the store: from an OCI layout folder, an OCI archive or a docker archive
 * ({@code docker save}), plain or compressed. Manifests, configs and layers stay byte for byte as
 * they are, every digest is verified, and names are given only once all images are whole.
 *
 * <p>Methods throw {@link ImageFormatException} with a message for the user when the source is not
 * what it should be.
 */
public final class ImageLoad {
  private ImageLoad() {}

  /** Loads a folder or archive; gives what it held, one for each name. */
  public static List<StoredImage> load(Path source, ImageStore images) throws IOException {
    if (Files.isDirectory(source)) {
      try (ArchiveFiles files = new FolderFiles(source)) {
        return load(files, images);
      }
    }
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString(), null, "there is no such file or folder");
    }
    if (Files.isRegularFile(source) && isPlainTar(source)) {
      try (ArchiveFiles files = TarFiles.open(source.toString(), source)) {
        return load(files, images);
      }
    }
    try (InputStream in = Files.newInputStream(source)) {
      return load(in, source.toString(), images);
    }
  }

  /**
   * Loads an archive that comes as a stream.
   *
   * @param name of the stream, for messages
   */
  public static List<StoredImage> load(InputStream source, String name, ImageStore images)
      throws IOException {
    Path plain = images.newTemporaryFile();
    try {
      Files.copy(Decompression.open(source), plain);
      try (ArchiveFiles files = TarFiles.open(name, plain)) {
        return load(files, images);
      }
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  /**
   * Takes one image of an OCI layout folder into the store without naming it: {@code
   * oci-layout://DIR[@digest]} or {@code DIR:tag}.
   *
   * @param reference digest or tag; none: the only image, or {@code latest}
   */
  public static Descriptor fromLayout(Path directory, Optional<String> reference, ImageStore images)
      throws IOException {
    try (ArchiveFiles files = new FolderFiles(directory)) {
      requireLayout(files);
      return new OciLayoutLoad(files, images).one(reference);
    }
  }

  private static List<StoredImage> load(ArchiveFiles files, ImageStore images) throws IOException {
    if (files.has("oci-layout") && files.has("index.json")) {
      return new OciLayoutLoad(files, images).all();
    }
    if (files.has("manifest.json")) {
      return new DockerArchiveLoad(files, images).all();
    }
    requireLayout(files);
    throw new IllegalStateException("a layout without index.json");
  }

  private static void requireLayout(ArchiveFiles files) throws IOException {
    if (!files.has("oci-layout") || !files.has("index.json")) {
      throw new ImageFormatException(
          "`"
              + files.name()
              + "` is no image archive: neither an OCI layout (`oci-layout`, `index.json`) nor of"
              + " `docker save` (`manifest.json`); for the tar of a root filesystem there is"
              + " `jbuild import`");
    }
  }

  private static boolean isPlainTar(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(262);
      return header.length == 262
          && new String(header, 257, 5, java.nio.charset.StandardCharsets.US_ASCII).equals("ustar");
    }
  }
}
