package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.compress.CompressedLayers;
import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.DocumentEdit;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.TransferProgress;
import io.jbuild.core.store.BlobOrigins;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes of an image in the store the same image in another form: layers compressed, media types of
 * another kind. What it makes lies in the store beside the image, without a name. The config, and
 * with it the image ID, stays. An image of which nothing has to change is given back as it is, byte
 * for byte: one that was pulled, unless its layers are forced into another compression.
 */
public final class ImageConversion {
  private final BlobStore blobs;
  private final BlobOrigins origins;
  private final CompressedLayers layers;
  private final BuildListener listener;

  /** Conversions in a store; layers are compressed by all processors. */
  public ImageConversion(StoreDirectory store, ImageStore images, BuildListener listener) {
    this(new CompressedLayers(store), images, listener);
  }

  /** Conversions for which some layers may have been compressed early. */
  public ImageConversion(CompressedLayers layers, ImageStore images, BuildListener listener) {
    this.blobs = images.blobs();
    this.origins = images.origins();
    this.layers = layers;
    this.listener = listener;
  }

  /** Is told of layers and configs that are as they will be, before the rest is. */
  @FunctionalInterface
  public interface Ready {
    void blob(Descriptor blob) throws IOException;
  }

  /**
   * The image in that form.
   *
   * @param image descriptor of a manifest or an index; an index may lack manifests
   */
  public Descriptor convert(Descriptor image, ImageForm form) throws IOException {
    return convert(image, form, blob -> {});
  }

  /** The image in that form, for one who can begin with what is ready of it. */
  Descriptor convert(Descriptor image, ImageForm form, Ready ready) throws IOException {
    if (form.equals(ImageForm.AS_IT_LIES)) {
      return image;
    }
    if (MediaTypes.isIndex(image.mediaType())) {
      return convertIndex(image, form, ready);
    }
    return MediaTypes.isManifest(image.mediaType()) ? convertManifest(image, form, ready) : image;
  }

  private Descriptor convertIndex(Descriptor descriptor, ImageForm form, Ready ready)
      throws IOException {
    Index index = ImageJson.readIndex(blobs.read(descriptor.digest()));
    List<Descriptor> manifests = new ArrayList<>();
    for (Descriptor child : index.manifests()) {
      manifests.add(isHere(child) ? convert(child, form, ready) : child);
    }
    if (manifests.equals(index.manifests())) {
      return descriptor;
    }
    String mediaType = form.oci() ? index.mediaType() : MediaTypes.DOCKER_INDEX;
    byte[] bytes = DocumentEdit.index(blobs.read(descriptor.digest()), mediaType, manifests);
    return replaced(descriptor, mediaType, bytes);
  }

  /** Whether it can be changed: of a platform that was not pulled, no more than a manifest is. */
  private boolean isHere(Descriptor child) throws IOException {
    if (!blobs.has(child.digest())) {
      return false;
    }
    return !MediaTypes.isManifest(child.mediaType())
        || blobs.has(ImageJson.readManifest(blobs.read(child.digest())).config().digest());
  }

  private Descriptor convertManifest(Descriptor descriptor, ImageForm form, Ready ready)
      throws IOException {
    Manifest manifest = ImageJson.readManifest(blobs.read(descriptor.digest()));
    ImageConfig config = ImageJson.readConfig(blobs.read(manifest.config().digest()));
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new ImageFormatException(
          "image `" + manifest.config().digest() + "` has not as many layers as diffIDs");
    }
    for (Descriptor layer : manifest.layers()) {
      if (wanted(layer, form).isEmpty()) {
        ready.blob(layer);
      }
    }
    ready.blob(manifest.config());
    List<Descriptor> converted = new ArrayList<>();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      Optional<Compression> wanted = wanted(layer, form);
      if (wanted.isPresent()) {
        Descriptor blob = compress(layer, config, i, wanted.get());
        layer =
            new Descriptor(
                blob.mediaType(),
                blob.digest(),
                blob.size(),
                layer.platform(),
                layer.annotations());
        ready.blob(layer);
      }
      converted.add(layer);
    }
    boolean ours = !origins.isPulled(descriptor.digest());
    boolean docker = !form.oci() && ours && manifest.mediaType().equals(MediaTypes.OCI_MANIFEST);
    if (!docker && converted.equals(manifest.layers())) {
      return descriptor;
    }
    String mediaType = docker ? MediaTypes.DOCKER_MANIFEST : manifest.mediaType();
    byte[] bytes =
        DocumentEdit.manifest(
            blobs.read(descriptor.digest()),
            mediaType,
            docker ? withType(manifest.config(), MediaTypes.DOCKER_CONFIG) : manifest.config(),
            mediaType.equals(MediaTypes.DOCKER_MANIFEST)
                ? converted.stream().map(ImageConversion::dockers).toList()
                : converted);
    return replaced(descriptor, mediaType, bytes);
  }

  /** The compression that a layer is to get; nothing if it stays as it is. */
  private Optional<Compression> wanted(Descriptor layer, ImageForm form) throws IOException {
    Compression.Kind now = Compression.ofMediaType(layer.mediaType());
    if (form.compression().isEmpty() || now == null || now == form.compression().get().kind()) {
      return Optional.empty();
    }
    boolean ours = now == Compression.Kind.UNCOMPRESSED && !origins.isPulled(layer.digest());
    return ours || form.force() ? form.compression() : Optional.empty();
  }

  private Descriptor compress(
      Descriptor layer, ImageConfig config, int position, Compression compression)
      throws IOException {
    var diffId = config.diffIds().get(position);
    Optional<Descriptor> known = layers.known(diffId, compression);
    if (known.isPresent()) {
      return known.get();
    }
    boolean plain = layer.digest().equals(diffId);
    var progress =
        new TransferProgress(
            "compress layer " + layer.digest().hex().substring(0, 12),
            plain ? layer.size() : 0,
            listener);
    Descriptor made = layers.compress(layer, diffId, compression, progress::add);
    progress.finish();
    return made;
  }

  private Descriptor replaced(Descriptor before, String mediaType, byte[] bytes)
      throws IOException {
    return new Descriptor(
        mediaType, blobs.put(bytes), bytes.length, before.platform(), before.annotations());
  }

  private static Descriptor dockers(Descriptor layer) {
    return switch (layer.mediaType()) {
      case MediaTypes.OCI_LAYER_TAR -> withType(layer, MediaTypes.DOCKER_LAYER_TAR);
      case MediaTypes.OCI_LAYER_GZIP -> withType(layer, MediaTypes.DOCKER_LAYER_GZIP);
      case MediaTypes.OCI_LAYER_ZSTD -> withType(layer, MediaTypes.DOCKER_LAYER_ZSTD);
      default -> layer;
    };
  }

  private static Descriptor withType(Descriptor blob, String mediaType) {
    return new Descriptor(
        mediaType, blob.digest(), blob.size(), blob.platform(), blob.annotations());
  }
}
