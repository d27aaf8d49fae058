package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configs of the images in an OCI layout, the store's or another, for those who only want to
 * know about them: takes no lease and writes nothing, so it works on what may not be written and
 * outside of the user namespace.
 */
public final class LayoutConfigs {
  private static final long LARGEST = 4 << 20;

  private final Path folder;

  /** What lies in a folder; one that is no layout holds no images. */
  public LayoutConfigs(Path folder) {
    this.folder = folder;
  }

  /**
   * The config of a name, for a platform or, where there is none for it, for the first that there
   * is; empty when the image or a blob of it is not here.
   *
   * @throws io.jbuild.core.image.ImageFormatException when a document is damaged
   */
  public Optional<ImageConfig> find(ImageName name, Platform platform) throws IOException {
    return content(name, platform).map(ImageContent::config);
  }

  /** The image of a name, by the same choice. */
  public Optional<ImageContent> content(ImageName name, Platform platform) throws IOException {
    for (Descriptor entry : entries()) {
      Optional<ImageName> own = LayoutNames.name(entry);
      boolean found =
          name.digest().isPresent()
              ? entry.digest().equals(name.digest().get())
              : own.equals(Optional.of(name));
      if (found) {
        return content(entry, platform, 0);
      }
    }
    return Optional.empty();
  }

  /** The same for an image by tag or digest; without either for the only one, or {@code latest}. */
  public Optional<ImageConfig> choose(Optional<String> reference, Platform platform)
      throws IOException {
    List<Descriptor> entries = entries();
    if (reference.isEmpty() && entries.size() == 1) {
      return config(entries.getFirst(), platform);
    }
    String wanted = reference.orElse("latest");
    for (Descriptor entry : entries) {
      boolean tagged =
          wanted.equals(entry.annotations().get(LayoutNames.REF_NAME))
              || LayoutNames.name(entry).flatMap(ImageName::tag).equals(Optional.of(wanted));
      if (tagged || entry.digest().toString().equals(wanted)) {
        return config(entry, platform);
      }
    }
    return Optional.empty();
  }

  /** The names of the images, in the order of the layout. */
  public List<ImageName> names() throws IOException {
    return entries().stream().flatMap(entry -> LayoutNames.name(entry).stream()).toList();
  }

  private List<Descriptor> entries() throws IOException {
    try {
      return ImageJson.readIndex(Files.readAllBytes(folder.resolve("index.json"))).manifests();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Optional<ImageConfig> config(Descriptor descriptor, Platform platform)
      throws IOException {
    return content(descriptor, platform, 0).map(ImageContent::config);
  }

  private Optional<ImageContent> content(Descriptor descriptor, Platform platform, int depth)
      throws IOException {
    try {
      if (!MediaTypes.isIndex(descriptor.mediaType())) {
        Manifest manifest = ImageJson.readManifest(blob(descriptor.digest()));
        ImageConfig config = ImageJson.readConfig(blob(manifest.config().digest()));
        return Optional.of(ImageContent.of(descriptor, manifest, config));
      }
      Index index = ImageJson.readIndex(blob(descriptor.digest()));
      List<Descriptor> images = PlatformMatch.images(index);
      return images.isEmpty() || depth > 0
          ? Optional.empty()
          : content(best(index, images, platform), platform, depth + 1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Descriptor best(Index index, List<Descriptor> images, Platform platform) {
    try {
      return PlatformMatch.select(index, platform);
    } catch (PlatformMatch.NoMatchException e) {
      return images.getFirst();
    }
  }

  private byte[] blob(Digest digest) throws IOException {
    Path file = folder.resolve("blobs").resolve("sha256").resolve(digest.hex());
    if (Files.size(file) > LARGEST) {
      throw new IOException("`" + file + "` is too large for a document of an image");
    }
    return Files.readAllBytes(file);
  }
}
