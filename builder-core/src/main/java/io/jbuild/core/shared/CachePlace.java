package io.jbuild.core.shared;

import io.jbuild.cache.BlobStore;
import io.jbuild.core.image.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a cache lies. Thread-safe; several machines may use one at the same time. */
interface CachePlace {
  /** The most bytes of what is read into memory. */
  int MAX_SMALL = 4 << 20;

  /** As the user named it. */
  String name();

  /** The document under the name: a cache's index, or an image; nothing if there is none. */
  Optional<byte[]> document() throws IOException;

  /** The bytes of another document, verified. */
  byte[] document(Descriptor descriptor) throws IOException;

  /** The bytes of a small blob, verified. */
  byte[] small(Descriptor blob) throws IOException;

  /** Brings a blob into a store, verified. */
  void fetch(Descriptor blob, BlobStore into) throws IOException;

  /**
   * Brings a manifest there with what it names, all but what is there already.
   *
   * @param files of its blobs
   */
  void put(Descriptor manifest, byte[] bytes, Map<Descriptor, Path> files) throws IOException;

  /** What is to become of the index; called again where another was faster. */
  @FunctionalInterface
  interface Change {
    CacheDocument of(CacheDocument before);
  }

  /** Replaces the index under the name. */
  void update(Change change) throws IOException;
}
