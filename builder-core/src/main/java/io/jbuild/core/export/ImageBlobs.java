package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.Set;

/**
 * The blobs of an image or index in the order they are to be written: what is referred to first.
 */
final class ImageBlobs {
  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
  private final Set<Digest> indexes = new LinkedHashSet<>();
  private final BlobStore store;
  private final boolean partial;

  private ImageBlobs(BlobStore store, boolean partial) {
    this.store = store;
    this.partial = partial;
  }

  /**
   * The blobs, each once.
   *
   * @throws ExportException when one is missing
   */
  static SequencedCollection<Descriptor> of(Descriptor image, BlobStore store) throws IOException {
    ImageBlobs result = new ImageBlobs(store, false);
    result.add(image);
    return List.copyOf(result.blobs.values());
  }

  /** The same of several images; platforms of an index whose manifest is not here are left out. */
  static SequencedCollection<Descriptor> present(List<Descriptor> images, BlobStore store)
      throws IOException {
    ImageBlobs result = new ImageBlobs(store, true);
    for (Descriptor image : images) {
      result.add(image);
    }
    return List.copyOf(result.blobs.values());
  }

  private void add(Descriptor descriptor) throws IOException {
    if (!store.claim(descriptor.digest())) {
      throw new ExportException(
          "blob `"
              + descriptor.digest()
              + "` of the image"
              + descriptor.platform().map(p -> " for `" + p + "`").orElse("")
              + " is not in the store; pull or build the image again");
    }
    if (MediaTypes.isIndex(descriptor.mediaType()) && indexes.add(descriptor.digest())) {
      for (Descriptor child : ImageJson.readIndex(store.read(descriptor.digest())).manifests()) {
        if (!partial || store.has(child.digest())) {
          add(child);
        }
      }
    } else if (MediaTypes.isManifest(descriptor.mediaType())) {
      Manifest manifest = ImageJson.readManifest(store.read(descriptor.digest()));
      for (Descriptor layer : manifest.layers()) {
        add(layer);
      }
      add(manifest.config());
    }
    blobs.putIfAbsent(descriptor.digest(), descriptor);
  }
}
