package io.jbuild.core.image;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One image for one platform (OCI image spec, manifest.md; Docker schema 2 reads the same). */
public record Manifest(
    String mediaType,
    Descriptor config,
    List<Descriptor> layers,
    SortedMap<String, String> annotations) {
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
