package io.jbuild.core.image;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The annotations that a build gives an image; of two for one key the later one counts. */
public record Annotations(List<Annotation> all) {
  public static final Annotations NONE = new Annotations(List.of());

  public Annotations {
    all = List.copyOf(all);
  }

  /** These and then others. */
  public Annotations with(Annotations more) {
    List<Annotation> both = new ArrayList<>(all);
    both.addAll(more.all);
    return new Annotations(both);
  }

  /** Those of a place that an index has. */
  public SortedMap<String, String> ofIndex(Annotation.Place place) {
    return at(place, null);
  }

  /** Those of a place that the manifest of a platform has; those for all, then those for it. */
  public SortedMap<String, String> of(Annotation.Place place, Platform platform) {
    SortedMap<String, String> result = at(place, null);
    result.putAll(at(place, platform));
    return result;
  }

  /** Those that only an index can have. */
  public List<Annotation> needingIndex() {
    return all.stream()
        .filter(
            annotation ->
                annotation.place() == Annotation.Place.INDEX
                    || annotation.place() == Annotation.Place.INDEX_DESCRIPTOR)
        .toList();
  }

  private SortedMap<String, String> at(Annotation.Place place, Platform platform) {
    SortedMap<String, String> result = new TreeMap<>();
    for (Annotation annotation : all) {
      boolean chosen =
          platform == null
              ? annotation.platform().isEmpty()
              : annotation.platform().filter(platform::isLike).isPresent();
      if (annotation.place() == place && chosen) {
        result.put(annotation.key(), annotation.value());
      }
    }
    return result;
  }
}
