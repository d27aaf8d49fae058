package io.jbuild.core.image;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests of one image for several platforms (OCI image spec, image-index.md). */
public record Index(
    String mediaType, List<Descriptor> manifests, SortedMap<String, String> annotations) {
  public Index {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
