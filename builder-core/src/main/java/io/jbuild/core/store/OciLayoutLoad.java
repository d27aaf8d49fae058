package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.PlatformMatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes images out of an OCI layout (OCI image spec, image-layout.md), folder or archive. */
final class OciLayoutLoad {
  private static final int MAX_NESTED_INDEXES = 4;

  private final ArchiveFiles files;
  private final ImageStore images;
  private final BlobImport blobs;

  OciLayoutLoad(ArchiveFiles files, ImageStore images) {
    this.files = files;
    this.images = images;
    this.blobs = new BlobImport(files, images.blobs());
  }

  /** Stores every image of the layout, then names them. */
  List<StoredImage> all() throws IOException {
    List<Descriptor> entries = entries();
    if (entries.isEmpty()) {
      throw new ImageFormatException("`" + files.name() + "` holds no image");
    }
    List<Descriptor> stored = new ArrayList<>();
    for (Descriptor entry : entries) {
      stored.add(store(entry, 0));
    }
    List<StoredImage> result = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      StoredImage image = new StoredImage(LayoutNames.name(entries.get(i)), stored.get(i));
      if (image.name().isPresent()) {
        images.tag(image.name().get(), image.descriptor());
      } else {
        images.add(image.descriptor());
      }
      result.add(image);
    }
    return result;
  }

  /** Stores one image of the layout, nameless and in no list. */
  Descriptor one(Optional<String> reference) throws IOException {
    return store(choose(reference), 0);
  }

  private List<Descriptor> entries() throws IOException {
    byte[] bytes = blobs.document("index.json");
    return ImageJson.readIndex(bytes).manifests();
  }

  private Descriptor choose(Optional<String> reference) throws IOException {
    List<Descriptor> entries = entries();
    if (reference.isEmpty() && entries.size() == 1) {
      return entries.getFirst();
    }
    String wanted = reference.orElse("latest");
    for (Descriptor entry : entries) {
      if (entry.digest().toString().equals(wanted) || hasTag(entry, wanted)) {
        return entry;
      }
    }
    if (Digest.isValid(wanted) && files.has(BlobImport.path(Digest.parse(wanted)))) {
      return describe(Digest.parse(wanted));
    }
    throw new ImageFormatException(
        "`"
            + files.name()
            + "` has no image `"
            + wanted
            + "`; available: "
            + entries.stream()
                .map(
                    d ->
                        "`"
                            + d.annotations().getOrDefault(LayoutNames.REF_NAME, "@" + d.digest())
                            + "`")
                .collect(Collectors.joining(", ")));
  }

  private static boolean hasTag(Descriptor entry, String tag) {
    return tag.equals(entry.annotations().get(LayoutNames.REF_NAME))
        || LayoutNames.name(entry).flatMap(name -> name.tag()).equals(Optional.of(tag));
  }

  private Descriptor describe(Digest digest) throws IOException {
    byte[] bytes = blobs.document(BlobImport.path(digest));
    String mediaType =
        ImageJson.kind(bytes) == ImageJson.Kind.INDEX
            ? ImageJson.readIndex(bytes).mediaType()
            : ImageJson.readManifest(bytes).mediaType();
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  /** Stores what a descriptor stands for: first what it refers to, itself last. */
  private Descriptor store(Descriptor descriptor, int depth) throws IOException {
    boolean index = MediaTypes.isIndex(descriptor.mediaType());
    if (!index && !MediaTypes.isManifest(descriptor.mediaType())) {
      throw new ImageFormatException(
          "`"
              + files.name()
              + "` holds a `"
              + descriptor.mediaType()
              + "`, which is no image manifest and no index");
    }
    byte[] bytes = blobs.read(descriptor);
    if (index) {
      storeIndex(ImageJson.readIndex(bytes), depth);
    } else {
      storeManifest(ImageJson.readManifest(bytes));
    }
    images.blobs().put(bytes);
    return LayoutNames.without(descriptor);
  }

  /** A layout may hold some platforms of an index only, but not none. */
  private void storeIndex(Index index, int depth) throws IOException {
    if (depth == MAX_NESTED_INDEXES) {
      throw new ImageFormatException("`" + files.name() + "` nests indexes too deeply");
    }
    boolean any = false;
    for (Descriptor child : index.manifests()) {
      if (files.has(BlobImport.path(child.digest()))) {
        store(child, depth + 1);
        any |= PlatformMatch.images(index).contains(child);
      }
    }
    if (!any) {
      throw new ImageFormatException("`" + files.name() + "` lacks all manifests of its index");
    }
  }

  private void storeManifest(Manifest manifest) throws IOException {
    String type = manifest.config().mediaType();
    boolean image = type.equals(MediaTypes.OCI_CONFIG) || type.equals(MediaTypes.DOCKER_CONFIG);
    if (image) {
      ImageConfig config = ImageJson.readConfig(blobs.read(manifest.config()));
      if (config.diffIds().size() != manifest.layers().size()) {
        throw new ImageFormatException(
            "an image in `"
                + files.name()
                + "` has "
                + manifest.layers().size()
                + " layers, but "
                + config.diffIds().size()
                + " diffIDs");
      }
    }
    for (Descriptor layer : manifest.layers()) {
      blobs.copy(layer);
    }
    blobs.copy(manifest.config());
  }
}
