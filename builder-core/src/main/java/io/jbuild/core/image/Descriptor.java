package io.jbuild.core.image;

import io.jbuild.cache.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A typed, sized, digested reference to a blob (OCI image spec, descriptor.md).
 *
 * @param size in bytes
 * @param platform only in an index
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    SortedMap<String, String> annotations) {
  public Descriptor {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), Collections.emptySortedMap());
  }

  public Descriptor withPlatform(Platform value) {
    return new Descriptor(mediaType, digest, size, Optional.of(value), annotations);
  }

  /** The same with more annotations. */
  public Descriptor withAnnotations(Map<String, String> more) {
    var all = new TreeMap<>(annotations);
    all.putAll(more);
    return new Descriptor(mediaType, digest, size, platform, all);
  }

  public Descriptor withAnnotation(String key, String value) {
    return withAnnotations(Map.of(key, value));
  }
}
