package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Puts an image together from its config and the descriptors of its layers, and the images of
 * several platforms into an index. No I/O.
 */
public final class ImageAssembly {
  private ImageAssembly() {}

  /**
   * One image, ready to be stored: the blobs of config and manifest with their descriptors.
   *
   * @param descriptor of the manifest, with the platform
   */
  public record Assembled(
      ImageConfig config,
      byte[] configBytes,
      Manifest manifest,
      byte[] manifestBytes,
      Descriptor descriptor) {
    /** The image ID, as docker has it: the digest of the config. */
    public Digest id() {
      return manifest.config().digest();
    }
  }

  /**
   * The OCI image of a config and its layers, lowest first.
   *
   * @throws IllegalArgumentException when the layers are not as many as the config's diffIDs: a bug
   *     of the caller
   */
  public static Assembled assemble(ImageConfig config, List<Descriptor> layers) {
    return assemble(config, layers, Collections.emptySortedMap());
  }

  /** The same with annotations of the manifest. */
  public static Assembled assemble(
      ImageConfig config, List<Descriptor> layers, SortedMap<String, String> annotations) {
    if (config.diffIds().size() != layers.size()) {
      throw new IllegalArgumentException(
          config.diffIds().size() + " diffIDs, but " + layers.size() + " layers");
    }
    byte[] configBytes = ImageJson.write(config);
    Manifest manifest =
        new Manifest(
            MediaTypes.OCI_MANIFEST,
            Descriptor.of(MediaTypes.OCI_CONFIG, Digest.of(configBytes), configBytes.length),
            layers,
            annotations);
    byte[] bytes = ImageJson.write(manifest);
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(bytes), bytes.length)
            .withPlatform(config.platform());
    return new Assembled(config, configBytes, manifest, bytes, descriptor);
  }

  /**
   * An index, ready to be stored.
   *
   * @param descriptor of its bytes
   */
  public record AssembledIndex(Index index, byte[] bytes, Descriptor descriptor) {}

  /**
   * The OCI index of the images of several platforms.
   *
   * @param manifests each with its platform, in the order they are to stand in
   */
  public static AssembledIndex index(
      List<Descriptor> manifests, SortedMap<String, String> annotations) {
    Index index = new Index(MediaTypes.OCI_INDEX, manifests, annotations);
    byte[] bytes = ImageJson.write(index);
    return new AssembledIndex(
        index, bytes, Descriptor.of(MediaTypes.OCI_INDEX, Digest.of(bytes), bytes.length));
  }
}
