package io.jbuild.core.export;

import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.registry.EarlyUpload;
import io.jbuild.core.registry.ImagePush;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.store.BlobOrigins;
import io.jbuild.core.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Pushes images of the store to the registries of their names. */
public final class RegistryExport {
  private final ImageStore images;
  private final ImageConversion conversion;
  private final Supplier<RegistryClient> registry;

  public RegistryExport(
      ImageStore images, ImageConversion conversion, Supplier<RegistryClient> registry) {
    this.images = images;
    this.conversion = conversion;
    this.registry = registry;
  }

  /**
   * Pushes an image under names of which each has a tag; one repository after the other, the tags
   * of each in their order.
   *
   * @param byDigest whether it gets no tags, so that it can be had by its digest alone
   * @param early blobs that are being sent already
   * @return what the names stand for in the registries
   */
  public Descriptor push(
      Descriptor image,
      List<ImageName> names,
      ImageForm form,
      boolean byDigest,
      Collection<EarlyUpload> early)
      throws IOException {
    Map<String, List<ImageName>> repositories = new LinkedHashMap<>();
    for (ImageName name : names) {
      String repository = name.registry() + "/" + name.repository();
      repositories.computeIfAbsent(repository, key -> new ArrayList<>()).add(name);
    }
    RegistryClient client = registry.get();
    Descriptor pushed = null;
    for (List<ImageName> same : repositories.values()) {
      List<String> tags =
          byDigest
              ? List.of()
              : same.stream().map(name -> name.tag().orElseThrow()).distinct().toList();
      var content = new StoredContent(images, image, client);
      try (ImagePush push = client.begin(same.getFirst(), content, early)) {
        // What is compressed goes out while the rest is being compressed.
        pushed = pushed == null ? conversion.convert(image, form, push::offer) : pushed;
        push.push(pushed, tags);
      }
      noteOrigin(pushed, same.getFirst());
    }
    return pushed;
  }

  /** What was pushed can be mounted from there the next time. */
  private void noteOrigin(Descriptor descriptor, ImageName name) throws IOException {
    BlobOrigins origins = images.origins();
    origins.addPushed(descriptor.digest(), name);
    byte[] bytes = images.blobs().read(descriptor.digest());
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      for (Descriptor child : ImageJson.readIndex(bytes).manifests()) {
        if (images.blobs().has(child.digest())) {
          noteOrigin(child, name);
        }
      }
    } else if (MediaTypes.isManifest(descriptor.mediaType())) {
      Manifest manifest = ImageJson.readManifest(bytes);
      origins.addPushed(manifest.config().digest(), name);
      for (Descriptor layer : manifest.layers()) {
        origins.addPushed(layer.digest(), name);
      }
    }
  }
}
