package io.jbuild.core.shared;

import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.registry.PushContent;
import io.jbuild.core.registry.RegistryClient;
import io.jbuild.core.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cache in a registry, under a tag. Registries have no way to replace a tag only if it has not
 * changed: after writing it is looked whether what was written is there, or the other's index is
 * taken up and written again.
 */
final class RegistryPlace implements CachePlace {
  private static final int MOST_TRIES = 4;

  private final ImageName name;
  private final Supplier<RegistryClient> registry;

  RegistryPlace(ImageName name, Supplier<RegistryClient> registry) {
    this.name = name;
    this.registry = registry;
  }

  @Override
  public String name() {
    return name.familiar();
  }

  @Override
  public Optional<byte[]> document() throws IOException {
    try {
      return Optional.of(registry.get().document(name).bytes());
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public byte[] document(Descriptor descriptor) throws IOException {
    return registry.get().readDocument(name, descriptor);
  }

  @Override
  public byte[] small(Descriptor blob) throws IOException {
    return registry.get().readBlob(name, blob);
  }

  @Override
  public void fetch(Descriptor blob, BlobStore into) throws IOException {
    registry.get().fetch(name, List.of(blob), into);
  }

  @Override
  public void put(Descriptor manifest, byte[] bytes, Map<Descriptor, Path> files)
      throws IOException {
    registry.get().pushSilently(name, manifest, List.of(), new Content(bytes, files));
  }

  @Override
  public void update(Change change) throws IOException {
    CacheDocument wanted = change.of(read());
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      byte[] bytes = wanted.toBytes();
      Descriptor index = Descriptor.of(MediaTypes.OCI_INDEX, Digest.of(bytes), bytes.length);
      registry
          .get()
          .putDocument(name, index, name.tag().orElse("latest"), new Content(bytes, Map.of()));
      wanted = change.of(read());
      if (Arrays.equals(wanted.toBytes(), bytes)) {
        return;
      }
    }
  }

  private CacheDocument read() throws IOException {
    Optional<byte[]> there = document();
    return there.isPresent() && CacheDocument.isCache(there.get())
        ? CacheDocument.parse(there.get())
        : CacheDocument.EMPTY;
  }

  /** One document and the files of its blobs. */
  private static final class Content implements PushContent {
    private final byte[] document;
    private final Map<Digest, Path> files = new HashMap<>();

    Content(byte[] document, Map<Descriptor, Path> files) {
      this.document = document;
      files.forEach((blob, file) -> this.files.put(blob.digest(), file));
    }

    @Override
    public byte[] document(Descriptor descriptor) {
      return document;
    }

    @Override
    public Path blob(Descriptor descriptor) {
      return files.get(descriptor.digest());
    }

    @Override
    public List<String> repositories(Digest digest) {
      return List.of();
    }
  }
}
