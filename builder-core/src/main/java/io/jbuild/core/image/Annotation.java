package io.jbuild.core.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One annotation of what a build gives (OCI image spec, annotations.md), in the words of buildx.
 *
 * @param platform of the one manifest that gets it; nothing for all
 */
public record Annotation(Place place, Optional<Platform> platform, String key, String value) {
  /** Where it stands. */
  public enum Place {
    /** In the manifest of a platform. */
    MANIFEST,
    /** In what the index says of that manifest; without an index in what a layout says of it. */
    MANIFEST_DESCRIPTOR,
    /** In the index. */
    INDEX,
    /** In what a layout says of the index. */
    INDEX_DESCRIPTOR;

    /** As buildx writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Place named(String name) {
      for (Place place : values()) {
        if (place.toString().equals(name)) {
          return place;
        }
      }
      throw new IllegalArgumentException(
          "`"
              + name
              + "` is no place of annotations; allowed: `manifest`, `manifest-descriptor`,"
              + " `index`, `index-descriptor`");
    }

    private boolean isOfIndex() {
      return this == INDEX || this == INDEX_DESCRIPTOR;
    }
  }

  private static final Pattern PLACE = Pattern.compile("([a-z-]+)(?:\\[([^\\]]*)])?");
  private static final Pattern OUTPUT_KEY =
      Pattern.compile("annotation(?:-([a-z-]+))?(?:\\[([^\\]]*)])?\\.(.+)");

  /**
   * Reads the value of {@code --annotation}: {@code [PLACE[PLATFORM][,…]:]KEY=VALUE}. One that
   * names no place stands in the manifests.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static List<Annotation> parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("`" + text + "` is not KEY=VALUE");
    }
    String name = text.substring(0, equals);
    String value = text.substring(equals + 1);
    int colon = name.indexOf(':');
    if (colon < 0) {
      return List.of(of("", null, name, value));
    }
    List<Annotation> result = new ArrayList<>();
    for (String place : name.substring(0, colon).split(",", -1)) {
      Matcher parts = PLACE.matcher(place);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "`"
                + place
                + "` is no place of annotations; write for example `manifest[linux/arm64]`");
      }
      result.add(of(parts.group(1), parts.group(2), name.substring(colon + 1), value));
    }
    return result;
  }

  /**
   * Reads a field of {@code --output}: {@code annotation-index.KEY}, {@code
   * annotation[linux/arm64].KEY}; nothing for any other field.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Optional<Annotation> ofOutput(String field, String value) {
    if (!field.startsWith("annotation")) {
      return Optional.empty();
    }
    Matcher parts = OUTPUT_KEY.matcher(field);
    return parts.matches()
        ? Optional.of(
            of(parts.group(1) == null ? "" : parts.group(1), parts.group(2), parts.group(3), value))
        : Optional.empty();
  }

  private static Annotation of(String place, String platform, String key, String value) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("an annotation has no key");
    }
    Place where = place.isEmpty() ? Place.MANIFEST : Place.named(place);
    Optional<Platform> only = Optional.ofNullable(platform).map(Platform::parse);
    // An index is of all platforms: a platform named there says nothing, with BuildKit too.
    return new Annotation(where, where.isOfIndex() ? Optional.empty() : only, key, value);
  }
}
