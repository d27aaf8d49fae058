package io.jbuild.core.store;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes names and images out of the list of a store, as {@code docker rmi} does. It deletes no
 * blob, so it is safe beside everything that runs: what no image and no build needs any more is for
 * the collection of garbage.
 */
public final class ImageRemoval {
  private final ImageStore images;

  public ImageRemoval(ImageStore images) {
    this.images = images;
  }

  /**
   * What was done.
   *
   * @param untagged names that were taken away, those by digest too
   * @param deleted IDs of images that are gone
   */
  public record Removed(List<String> untagged, List<Digest> deleted) {
    public Removed {
      untagged = List.copyOf(untagged);
      deleted = List.copyOf(deleted);
    }

    /** In docker's words, one line each. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      untagged.forEach(name -> lines.add("Untagged: " + name));
      deleted.forEach(id -> lines.add("Deleted: " + id));
      return lines;
    }
  }

  /** Takes a name away, and with the last one the image. */
  public Removed untag(StoredImage image) throws IOException {
    ImageName name = image.name().orElseThrow();
    List<String> untagged = new ArrayList<>();
    List<Digest> deleted = new ArrayList<>();
    Digest id = id(image.descriptor());
    List<String> byDigest = byDigest(image.descriptor().digest());
    if (images.untag(name, false)) {
      untagged.add(name.familiar());
      if (entries(image.descriptor()).isEmpty()) {
        untagged.addAll(byDigest);
        deleted.add(id);
      }
    }
    return new Removed(untagged, deleted);
  }

  /** Takes an image away under all its names. */
  public Removed remove(Descriptor image) throws IOException {
    List<String> untagged = new ArrayList<>();
    for (StoredImage entry : entries(image)) {
      entry.name().map(ImageName::familiar).ifPresent(untagged::add);
    }
    untagged.addAll(byDigest(image.digest()));
    Digest id = id(image);
    return images.remove(image.digest())
        ? new Removed(untagged, List.of(id))
        : new Removed(List.of(), List.of());
  }

  /** Whether names of more than one repository stand for it. */
  public boolean isInSeveralRepositories(Descriptor image) throws IOException {
    return entries(image).stream()
            .flatMap(entry -> entry.name().stream())
            .map(name -> name.registry() + "/" + name.repository())
            .distinct()
            .count()
        > 1;
  }

  private List<StoredImage> entries(Descriptor image) throws IOException {
    return images.list().stream()
        .filter(entry -> entry.descriptor().digest().equals(image.digest()))
        .toList();
  }

  private Digest id(Descriptor image) throws IOException {
    return images.id(image).orElse(image.digest());
  }

  private List<String> byDigest(Digest digest) throws IOException {
    List<String> names = new ArrayList<>();
    for (String repository : images.origins().of(digest)) {
      names.add(ImageName.parse(repository + "@" + digest).familiar());
    }
    return names;
  }
}
