package io.jbuild.core.store;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.cache.StoreDirectory;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageConfig;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The images of this user by name. {@code images/} of the store is an OCI image layout that other
 * tools read; a name stands in {@code index.json} in two annotations: {@code
 * io.containerd.image.name} has the full name, {@code org.opencontainers.image.ref.name} the
 * familiar one, so that {@code skopeo inspect oci:ROOT/images:app:1.0} finds {@code app:1.0}.
 *
 * <p>Any number of processes may use it at once: {@code index.json} is replaced whole, under a
 * lock. Blobs are to be stored before what refers to them is put here. To find an image by name
 * reads index.json, one manifest and its config (for several platforms the index, too).
 *
 * <p>The image of a name may lack layers, and an index may lack other platforms' manifests: what
 * was pulled is kept as it came, and the rest may be fetched later.
 */
public final class ImageStore {
  private final StoreDirectory store;
  private final LayoutIndex layout;
  private final BlobStore blobs;

  private ImageStore(StoreDirectory store, LayoutIndex layout) {
    this.store = store;
    this.layout = layout;
    this.blobs = store.blobs();
  }

  /** The images of a store; makes an empty layout where there is none. */
  public static ImageStore of(StoreDirectory store) throws IOException {
    return new ImageStore(store, LayoutIndex.open(store.images()));
  }

  /** Where the blobs of images lie. */
  public BlobStore blobs() {
    return blobs;
  }

  /** Where blobs came from. */
  public BlobOrigins origins() {
    return new BlobOrigins(store.origins());
  }

  Path newTemporaryFile() throws IOException {
    return store.newTemporaryFile();
  }

  /**
   * What stands under a name. With a digest: the image of that digest, if a name of the repository
   * stands for it or it came from there; whatever tag is named besides.
   */
  public Optional<StoredImage> find(ImageName name) throws IOException {
    for (StoredImage image : list()) {
      boolean found =
          name.digest().isPresent()
              ? image.descriptor().digest().equals(name.digest().get())
                  && isOfRepository(image, name)
              : image.name().equals(Optional.of(name));
      if (found) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  private boolean isOfRepository(StoredImage image, ImageName name) throws IOException {
    String repository = name.registry() + "/" + name.repository();
    return image.name().map(n -> sameRepository(n, name)).orElse(false)
        || origins().of(image.descriptor().digest()).contains(repository);
  }

  /**
   * The image of a name for a platform, if its manifest and config are here.
   *
   * @throws PlatformMatch.NoMatchException when the name is here but has no image for the platform
   */
  public Optional<ImageContent> find(ImageName name, Platform platform)
      throws IOException, PlatformMatch.NoMatchException {
    Optional<StoredImage> stored = find(name);
    return stored.isEmpty() ? Optional.empty() : content(stored.get().descriptor(), platform);
  }

  /**
   * The image that a descriptor of a manifest or index stands for; nothing when a blob of it is not
   * here.
   */
  public Optional<ImageContent> content(Descriptor descriptor, Platform platform)
      throws IOException, PlatformMatch.NoMatchException {
    try {
      if (MediaTypes.isIndex(descriptor.mediaType())) {
        Index index = ImageJson.readIndex(blobs.read(descriptor.digest()));
        return content(PlatformMatch.select(index, platform), platform);
      }
      return Optional.of(content(descriptor));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads manifest and config of an image.
   *
   * @throws NoSuchFileException when one of them is not here
   */
  public ImageContent content(Descriptor manifest) throws IOException {
    Manifest read = ImageJson.readManifest(blobs.read(manifest.digest()));
    ImageConfig config = ImageJson.readConfig(blobs.read(read.config().digest()));
    return ImageContent.of(manifest, read, config);
  }

  /** The images under a descriptor that are here: one, or of an index those whose manifest is. */
  public List<ImageContent> contents(Descriptor descriptor) throws IOException {
    List<ImageContent> result = new ArrayList<>();
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      Index index = ImageJson.readIndex(blobs.read(descriptor.digest()));
      for (Descriptor manifest : PlatformMatch.images(index)) {
        if (blobs.has(manifest.digest())) {
          result.addAll(contents(manifest));
        }
      }
    } else {
      result.add(content(descriptor));
    }
    return result;
  }

  /** All images, in the order they came; one with several names stands here several times. */
  public List<StoredImage> list() throws IOException {
    return layout.read().stream().map(StoredImage::of).toList();
  }

  /**
   * The images whose ID (digest of the config, or of the index) or manifest digest begins so.
   *
   * @param prefix hex digits, with or without {@code sha256:}
   */
  public List<StoredImage> findById(String prefix) throws IOException {
    String hex = prefix.startsWith("sha256:") ? prefix.substring("sha256:".length()) : prefix;
    if (!hex.matches("[0-9a-f]{1,64}")) {
      return List.of();
    }
    List<StoredImage> result = new ArrayList<>();
    for (StoredImage image : list()) {
      if (image.descriptor().digest().hex().startsWith(hex)
          || id(image.descriptor()).filter(id -> id.hex().startsWith(hex)).isPresent()) {
        result.add(image);
      }
    }
    return result;
  }

  /** The image ID: digest of the config, of an index its own; nothing if the manifest is gone. */
  public Optional<Digest> id(Descriptor descriptor) throws IOException {
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      return Optional.of(descriptor.digest());
    }
    try {
      byte[] manifest = blobs.read(descriptor.digest());
      return Optional.of(ImageJson.readManifest(manifest).config().digest());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Lets a name stand for a manifest or index, which is here. What the name stood for before stays,
   * nameless if it has no other name.
   *
   * @param name with a tag, without a digest
   */
  public void tag(ImageName name, Descriptor descriptor) throws IOException {
    if (name.tag().isEmpty() || name.digest().isPresent()) {
      throw new IllegalArgumentException("a tag is needed: `" + name + "`");
    }
    require(descriptor);
    layout.update(entries -> Tagging.tag(entries, name, descriptor));
  }

  /** Keeps a manifest or index without a name, unless it is kept already. */
  public void add(Descriptor descriptor) throws IOException {
    require(descriptor);
    layout.update(entries -> Tagging.add(entries, descriptor));
  }

  /**
   * Takes a name away; whether there was one. What it stood for stays, nameless, when {@code keep}
   * says so and no other name is left.
   */
  public boolean untag(ImageName name, boolean keep) throws IOException {
    return layout.update(entries -> Tagging.untag(entries, name, keep));
  }

  /** Takes a manifest or index out under all its names; whether it was here. */
  public boolean remove(Digest digest) throws IOException {
    return layout.update(
        entries -> entries.stream().filter(d -> !d.digest().equals(digest)).toList());
  }

  /**
   * What the images here refer to, here or not.
   *
   * @param blobs indexes, manifests, configs and layers
   * @param layers diffIDs, as far as the configs are here
   */
  public record Reachable(Set<Digest> blobs, Set<Digest> layers) {}

  /** Every blob that an image here refers to, for garbage collection; blobs that are gone too. */
  public Reachable reachable() throws IOException {
    var result = new Reachable(new LinkedHashSet<>(), new LinkedHashSet<>());
    Set<Digest> configs = new LinkedHashSet<>();
    for (Descriptor descriptor : layout.read()) {
      reach(descriptor, result.blobs(), configs);
    }
    for (Digest config : configs) {
      try {
        result.layers().addAll(ImageJson.readConfig(blobs.read(config)).diffIds());
      } catch (NoSuchFileException | ImageFormatException e) {
        continue;
      }
    }
    return result;
  }

  /** A document that is gone or damaged leads nowhere. */
  private void reach(Descriptor descriptor, Set<Digest> found, Set<Digest> configs)
      throws IOException {
    if (!found.add(descriptor.digest())) {
      return;
    }
    try {
      if (MediaTypes.isIndex(descriptor.mediaType())) {
        for (Descriptor manifest :
            ImageJson.readIndex(blobs.read(descriptor.digest())).manifests()) {
          reach(manifest, found, configs);
        }
      } else if (MediaTypes.isManifest(descriptor.mediaType())) {
        Manifest manifest = ImageJson.readManifest(blobs.read(descriptor.digest()));
        found.add(manifest.config().digest());
        configs.add(manifest.config().digest());
        manifest.layers().forEach(layer -> found.add(layer.digest()));
      }
    } catch (NoSuchFileException | ImageFormatException e) {
      return;
    }
  }

  private static boolean sameRepository(ImageName a, ImageName b) {
    return a.registry().equals(b.registry()) && a.repository().equals(b.repository());
  }

  /** What is named now stays, even if it loses all other names at the same moment. */
  private void require(Descriptor descriptor) throws IOException {
    if (!blobs.claim(descriptor.digest())) {
      throw new NoSuchFileException(blobs.path(descriptor.digest()).toString());
    }
    Set<Digest> all = new LinkedHashSet<>();
    reach(descriptor, all, new LinkedHashSet<>());
    for (Digest blob : all) {
      blobs.claim(blob);
    }
  }
}
