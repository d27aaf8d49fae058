package io.jbuild.core.export;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Annotation;
import io.jbuild.core.image.Annotation.Place;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.registry.PushContent;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistryException;
import io.jbuild.core.registry.Resolved;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes one index of images that lie in registries, such as one of each architecture that a machine
 * of that architecture has pushed. Blobs go from registry to registry without passing here where
 * the target can mount them; the others pass through the store.
 */
public final class IndexCreation implements PushContent {
  private final RegistryClient registry;
  private final BlobStore blobs;
  private final Map<Digest, byte[]> documents = new ConcurrentHashMap<>();
  private final Map<Digest, Descriptor> entries = new LinkedHashMap<>();
  private final Set<String> repositories = new LinkedHashSet<>();

  /** The only source, if it is an index already; it is taken as it is. */
  private Descriptor single;

  private int sources;
  private Annotations annotations = Annotations.NONE;

  public IndexCreation(RegistryClient registry, BlobStore blobs) {
    this.registry = registry;
    this.blobs = blobs;
  }

  /** Takes in what a name stands for: an image, or all images of an index. */
  public void add(ImageName name) throws IOException {
    repositories.add(name.registry() + "/" + name.repository());
    Resolved.Document document = registry.document(name);
    Descriptor descriptor = document.descriptor();
    documents.put(descriptor.digest(), document.bytes());
    sources++;
    if (MediaTypes.isIndex(descriptor.mediaType())) {
      single = descriptor;
      for (Descriptor child : ImageJson.readIndex(document.bytes()).manifests()) {
        entries.putIfAbsent(child.digest(), child);
      }
      return;
    }
    Manifest manifest = ImageJson.readManifest(document.bytes());
    byte[] config = registry.readBlob(name, manifest.config());
    entries.putIfAbsent(
        descriptor.digest(), descriptor.withPlatform(ImageJson.readConfig(config).platform()));
  }

  /**
   * Annotates the index and what it says of its images.
   *
   * @throws IllegalArgumentException for what belongs into the images themselves, or to a layout
   */
  public void annotate(Annotations more) {
    for (Annotation annotation : more.all()) {
      if (annotation.place() != Place.INDEX && annotation.place() != Place.MANIFEST_DESCRIPTOR) {
        throw new IllegalArgumentException(
            "`"
                + annotation.place()
                + ":"
                + annotation.key()
                + "`: only `index` and `manifest-descriptor` are made here");
      }
    }
    annotations = annotations.with(more);
  }

  /** The bytes of the index of all that was taken in; those of a single index are its own. */
  public byte[] index() {
    if (sources == 1 && single != null && annotations.all().isEmpty()) {
      return documents.get(single.digest());
    }
    boolean docker =
        entries.values().stream()
            .allMatch(entry -> entry.mediaType().equals(MediaTypes.DOCKER_MANIFEST));
    String mediaType = docker ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX;
    List<Descriptor> manifests = new ArrayList<>();
    for (Descriptor entry : entries.values()) {
      SortedMap<String, String> own =
          entry.platform().isPresent()
              ? annotations.of(Place.MANIFEST_DESCRIPTOR, entry.platform().get())
              : annotations.ofIndex(Place.MANIFEST_DESCRIPTOR);
      manifests.add(entry.withAnnotations(own));
    }
    return ImageJson.write(new Index(mediaType, manifests, annotations.ofIndex(Place.INDEX)));
  }

  /** Pushes the index under a name with a tag, what it refers to first. */
  public Descriptor push(ImageName target) throws IOException {
    byte[] bytes = index();
    Descriptor index =
        Descriptor.of(ImageJson.readIndex(bytes).mediaType(), Digest.of(bytes), bytes.length);
    documents.put(index.digest(), bytes);
    registry.push(target, index, List.of(target.tag().orElseThrow()), this);
    return index;
  }

  @Override
  public byte[] document(Descriptor descriptor) throws IOException {
    byte[] known = documents.get(descriptor.digest());
    if (known == null) {
      known = from(descriptor, name -> registry.readDocument(name, descriptor));
      documents.put(descriptor.digest(), known);
    }
    return known;
  }

  @Override
  public Path blob(Descriptor descriptor) throws IOException {
    if (!blobs.has(descriptor.digest())) {
      from(
          descriptor,
          name -> {
            registry.fetch(name, List.of(descriptor), blobs);
            return descriptor;
          });
    }
    return blobs.path(descriptor.digest());
  }

  @Override
  public List<String> repositories(Digest digest) {
    return new ArrayList<>(repositories);
  }

  private interface Reading<T> {
    T from(ImageName name) throws IOException;
  }

  /** Which of the sources has it is not known beforehand. */
  private <T> T from(Descriptor descriptor, Reading<T> reading) throws IOException {
    RegistryException failure = null;
    for (String repository : repositories) {
      try {
        return reading.from(ImageName.parse(repository + "@" + descriptor.digest()));
      } catch (RegistryException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
