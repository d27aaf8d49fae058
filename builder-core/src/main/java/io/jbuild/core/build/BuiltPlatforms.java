package io.jbuild.core.build;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Annotation.Place;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageAssembly;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.plan.Plan;
import io.jbuild.core.solve.Rootfs;
import io.jbuild.core.solve.SolvedLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a build has for each of its platforms, and the image that it makes of that: the manifest of
 * the only one, or an index of all.
 */
final class BuiltPlatforms {
  /**
   * What was built for one platform.
   *
   * @param config of its image, with the layers of the root filesystem
   */
  record Each(Plan plan, Rootfs rootfs, ImageConfig config) {
    Platform platform() {
      return config.platform();
    }
  }

  private final List<Each> all;
  private final boolean index;
  private final BlobStore blobs;
  private final Map<Annotations, Descriptor> assembled = new HashMap<>();

  /**
   * The platforms of a build, in the order asked for.
   *
   * @param index whether the image is an index, even if it is one of a single platform
   * @param blobs gets configs, manifests and indexes
   */
  BuiltPlatforms(List<Each> all, boolean index, BlobStore blobs) {
    this.all = List.copyOf(all);
    this.index = index;
    this.blobs = blobs;
  }

  List<Each> all() {
    return all;
  }

  List<Platform> platforms() {
    return all.stream().map(Each::platform).toList();
  }

  /** The image ID: of a single platform the config's digest, else that of the index. */
  Digest id(Descriptor image) throws IOException {
    return index
        ? image.digest()
        : io.jbuild.core.image.ImageJson.readManifest(blobs.read(image.digest())).config().digest();
  }

  /** Bytes of all layers, each counted once. */
  long size() {
    Map<Digest, Long> sizes = new HashMap<>();
    for (Each each : all) {
      for (SolvedLayer layer : each.rootfs().layers()) {
        sizes.put(layer.blob().digest(), layer.blob().size());
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The image with annotations; its documents are in the store then. */
  Descriptor assemble(Annotations annotations) throws IOException {
    Descriptor known = assembled.get(annotations);
    if (known != null) {
      return known;
    }
    List<Descriptor> manifests = new ArrayList<>();
    for (Each each : all) {
      Platform platform = each.platform();
      ImageAssembly.Assembled image =
          ImageAssembly.assemble(
              each.config(), descriptors(each.rootfs()), annotations.of(Place.MANIFEST, platform));
      blobs.put(image.configBytes());
      blobs.put(image.manifestBytes());
      manifests.add(
          image.descriptor().withAnnotations(annotations.of(Place.MANIFEST_DESCRIPTOR, platform)));
    }
    Descriptor result = index ? index(manifests, annotations) : manifests.getFirst();
    assembled.put(annotations, result);
    return result;
  }

  private Descriptor index(List<Descriptor> manifests, Annotations annotations) throws IOException {
    ImageAssembly.AssembledIndex whole =
        ImageAssembly.index(manifests, annotations.ofIndex(Place.INDEX));
    blobs.put(whole.bytes());
    return whole.descriptor().withAnnotations(annotations.ofIndex(Place.INDEX_DESCRIPTOR));
  }

  /** Layers as they came or were made, under OCI's names of their types. */
  private static List<Descriptor> descriptors(Rootfs rootfs) {
    List<Descriptor> descriptors = new ArrayList<>();
    for (SolvedLayer layer : rootfs.layers()) {
      Descriptor blob = layer.blob();
      descriptors.add(
          new Descriptor(
              switch (blob.mediaType()) {
                case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
                case MediaTypes.DOCKER_LAYER_TAR -> MediaTypes.OCI_LAYER_TAR;
                case MediaTypes.DOCKER_LAYER_ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
                default -> blob.mediaType();
              },
              blob.digest(),
              blob.size(),
              blob.platform(),
              blob.annotations()));
    }
    return descriptors;
  }
}
