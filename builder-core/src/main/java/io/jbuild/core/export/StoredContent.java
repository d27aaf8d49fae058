package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.registry.PushContent;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.store.BlobOrigins;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Content of the store to be pushed. What is known and not here, as the layers of other platforms
 * of an index that was pulled for one, is fetched from where it came from: so an index goes out
 * whole, byte for byte.
 */
final class StoredContent implements PushContent {
  private final BlobStore blobs;
  private final BlobOrigins origins;
  private final RegistryClient registry;
  private final List<String> elsewhere;

  /**
   * Content of a store.
   *
   * @param image what is pushed: what it refers to can be had where it can be had itself
   */
  StoredContent(ImageStore images, Descriptor image, RegistryClient registry) throws IOException {
    this.blobs = images.blobs();
    this.origins = images.origins();
    this.registry = registry;
    this.elsewhere = origins.of(image.digest());
  }

  @Override
  public byte[] document(Descriptor descriptor) throws IOException {
    if (!blobs.claim(descriptor.digest())) {
      fetch(descriptor, true);
    }
    return blobs.read(descriptor.digest());
  }

  @Override
  public Path blob(Descriptor descriptor) throws IOException {
    if (!blobs.claim(descriptor.digest())) {
      fetch(descriptor, false);
    }
    return blobs.path(descriptor.digest());
  }

  @Override
  public List<String> repositories(Digest digest) throws IOException {
    List<String> known = origins.of(digest);
    return known.isEmpty() && !blobs.has(digest) ? elsewhere : known;
  }

  private void fetch(Descriptor descriptor, boolean document) throws IOException {
    Optional<RegistryException> failure = Optional.empty();
    for (String repository : repositories(descriptor.digest())) {
      ImageName name = ImageName.parse(repository + "@" + descriptor.digest());
      try {
        if (document) {
          blobs.put(registry.readDocument(name, descriptor));
        } else {
          registry.fetch(name, List.of(descriptor), blobs);
        }
        return;
      } catch (RegistryException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    throw new ExportException(
        "`"
            + descriptor.digest()
            + "` of the image"
            + descriptor.platform().map(p -> " for `" + p + "`").orElse("")
            + " is not in the store, and nothing says where it came from; pull or build the image"
            + " again");
  }
}
