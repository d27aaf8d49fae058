package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tagging does to the entries of an index; pure. */
final class Tagging {
  private Tagging() {}

  static List<Descriptor> tag(List<Descriptor> entries, ImageName name, Descriptor descriptor) {
    Descriptor entry = LayoutNames.with(descriptor, name);
    if (entries.contains(entry)) {
      return entries;
    }
    List<Descriptor> result = new ArrayList<>(untag(entries, name, true));
    // a named image needs no nameless entry besides
    result.removeIf(d -> d.digest().equals(descriptor.digest()) && isNameless(d));
    result.add(entry);
    return result;
  }

  static List<Descriptor> add(List<Descriptor> entries, Descriptor descriptor) {
    if (has(entries, descriptor.digest())) {
      return entries;
    }
    List<Descriptor> result = new ArrayList<>(entries);
    result.add(LayoutNames.without(descriptor));
    return result;
  }

  static List<Descriptor> untag(List<Descriptor> entries, ImageName name, boolean keep) {
    List<Descriptor> result = new ArrayList<>();
    List<Descriptor> untagged = new ArrayList<>();
    for (Descriptor entry : entries) {
      (LayoutNames.name(entry).equals(Optional.of(name)) ? untagged : result).add(entry);
    }
    for (Descriptor entry : untagged) {
      if (keep && !has(result, entry.digest())) {
        result.add(LayoutNames.without(entry));
      }
    }
    return untagged.isEmpty() ? entries : result;
  }

  private static boolean has(List<Descriptor> entries, Digest digest) {
    return entries.stream().anyMatch(d -> d.digest().equals(digest));
  }

  private static boolean isNameless(Descriptor entry) {
    return LayoutNames.without(entry).equals(entry);
  }
}
