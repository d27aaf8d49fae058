package io.jbuild.core.store;

import io.jbuild.cache.BlobWriter;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.layer.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Takes images out of what {@code docker save} wrote: {@code manifest.json}, configs, layers. */
final class DockerArchiveLoad {
  private final ArchiveFiles files;
  private final ImageStore images;
  private final BlobImport blobs;

  DockerArchiveLoad(ArchiveFiles files, ImageStore images) {
    this.files = files;
    this.images = images;
    this.blobs = new BlobImport(files, images.blobs());
  }

  /** Stores every image of the archive, then names them. */
  List<StoredImage> all() throws IOException {
    Json json = Json.parse(blobs.document("manifest.json"), "file `manifest.json`");
    List<StoredImage> result = new ArrayList<>();
    for (Json item : json.list()) {
      Descriptor image = store(item);
      List<String> tags = item.texts("RepoTags").orElse(List.of());
      for (String tag : tags) {
        result.add(new StoredImage(java.util.Optional.of(name(item, tag)), image));
      }
      if (tags.isEmpty()) {
        result.add(new StoredImage(java.util.Optional.empty(), image));
      }
    }
    if (result.isEmpty()) {
      throw new ImageFormatException("`" + files.name() + "` holds no image");
    }
    for (StoredImage image : result) {
      if (image.name().isPresent()) {
        images.tag(image.name().get(), image.descriptor());
      } else {
        images.add(image.descriptor());
      }
    }
    return result;
  }

  private static ImageName name(Json item, String tag) throws ImageFormatException {
    try {
      ImageName name = ImageName.parse(tag);
      if (name.digest().isEmpty()) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      throw item.error("has a bad `RepoTags`: " + e.getMessage());
    }
    throw item.error("has a digest in `RepoTags`: `" + tag + "`");
  }

  private Descriptor store(Json item) throws IOException {
    byte[] configBytes = blobs.document(item.require("Config").text());
    ImageConfig config = ImageJson.readConfig(configBytes);
    List<String> paths = item.texts("Layers").orElse(List.of());
    if (paths.size() != config.diffIds().size()) {
      throw item.error(
          "has " + paths.size() + " layers, but its config has " + config.diffIds().size());
    }
    List<Descriptor> layers = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      layers.add(storeLayer(paths.get(i), config.diffIds().get(i)));
    }
    Digest id = images.blobs().put(configBytes);
    byte[] manifest =
        ImageJson.write(
            new Manifest(
                MediaTypes.OCI_MANIFEST,
                Descriptor.of(MediaTypes.OCI_CONFIG, id, configBytes.length),
                layers,
                new TreeMap<>()));
    return Descriptor.of(MediaTypes.OCI_MANIFEST, images.blobs().put(manifest), manifest.length)
        .withPlatform(config.platform());
  }

  private Descriptor storeLayer(String path, Digest diffId) throws IOException {
    String mediaType = mediaType(path);
    if (mediaType.equals(MediaTypes.OCI_LAYER_TAR) && images.blobs().claim(diffId)) {
      return Descriptor.of(mediaType, diffId, images.blobs().size(diffId));
    }
    if (!mediaType.equals(MediaTypes.OCI_LAYER_TAR)) {
      try (InputStream plain = Decompression.open(files.open(path));
          var hash = new DigestOutputStream(OutputStream.nullOutputStream(), Digest.sha256())) {
        plain.transferTo(hash);
        check(path, Digest.finish(hash.getMessageDigest()), diffId);
      }
    }
    try (InputStream in = files.open(path);
        BlobWriter out = images.blobs().newBlob()) {
      in.transferTo(out);
      long size = out.size();
      if (mediaType.equals(MediaTypes.OCI_LAYER_TAR)) {
        try {
          out.commit(diffId);
        } catch (io.jbuild.cache.StoreException e) {
          throw wrong(path, diffId);
        }
        return Descriptor.of(mediaType, diffId, size);
      }
      return Descriptor.of(mediaType, out.commit().digest(), size);
    }
  }

  private String mediaType(String path) throws IOException {
    byte[] magic;
    try (InputStream in = files.open(path)) {
      magic = in.readNBytes(4);
    } catch (NoSuchFileException e) {
      throw new ImageFormatException("`" + files.name() + "` lacks the layer `" + path + "`");
    }
    if (magic.length > 1 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
      return MediaTypes.OCI_LAYER_GZIP;
    }
    boolean zstd =
        magic.length == 4
            && (magic[0] & 0xFF) == 0x28
            && (magic[1] & 0xFF) == 0xB5
            && (magic[2] & 0xFF) == 0x2F
            && (magic[3] & 0xFF) == 0xFD;
    return zstd ? MediaTypes.OCI_LAYER_ZSTD : MediaTypes.OCI_LAYER_TAR;
  }

  private void check(String path, Digest actual, Digest diffId) throws ImageFormatException {
    if (!actual.equals(diffId)) {
      throw wrong(path, diffId);
    }
  }

  private ImageFormatException wrong(String path, Digest diffId) {
    return new ImageFormatException(
        "the layer `"
            + path
            + "` in `"
            + files.name()
            + "` is damaged: its diffID is not `"
            + diffId
            + "`, as the config says");
  }
}
