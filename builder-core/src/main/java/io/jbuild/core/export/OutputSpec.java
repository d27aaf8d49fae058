package io.jbuild.core.export;

import io.jbuild.core.image.ImageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One {@code --output}, as buildx writes it: {@code type=oci,dest=app.tar}; a bare path is {@code
 * type=local}, {@code -} is a tar of the files on standard output.
 *
 * @param dest path, {@code -} for standard output; nothing for the local store
 * @param tar of {@code type=oci}: an archive; else a folder
 * @param names further names of the image, from {@code name=}
 * @param rewriteTimestamp whether no file of a built layer may be younger than SOURCE_DATE_EPOCH
 */
public record OutputSpec(
    Type type,
    Optional<String> dest,
    boolean tar,
    List<ImageName> names,
    boolean rewriteTimestamp) {
  /** Standard output as a destination. */
  public static final String STDOUT = "-";

  private static final String REWRITE = "rewrite-timestamp";

  /** Kinds of output. */
  public enum Type {
    /** The local store; further names only. */
    IMAGE(Set.of("name", OutputSpec.REWRITE)),
    /** An OCI layout, as an archive or a folder. */
    OCI(Set.of("dest", "name", "tar", OutputSpec.REWRITE)),
    /** What {@code docker load} reads. */
    DOCKER(Set.of("dest", "name", OutputSpec.REWRITE)),
    /** The files of the image as one tar. */
    TAR(Set.of("dest")),
    /** The files of the image in a folder. */
    LOCAL(Set.of("dest"));

    private final Set<String> keys;

    Type(Set<String> keys) {
      this.keys = keys;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public OutputSpec {
    names = List.copyOf(names);
  }

  /** Whether it goes to standard output. */
  public boolean toStdout() {
    return dest.equals(Optional.of(STDOUT));
  }

  /**
   * Reads the value of an option.
   *
   * @throws IllegalArgumentException with a message for the user when a type, key or value is not
   *     known
   */
  public static OutputSpec parse(String text) {
    if (text.isBlank()) {
      throw bad(text, "it is empty");
    }
    if (text.equals(STDOUT)) {
      return new OutputSpec(Type.TAR, Optional.of(STDOUT), true, List.of(), false);
    }
    if (text.indexOf('=') < 0) {
      return new OutputSpec(Type.LOCAL, Optional.of(text), false, List.of(), false);
    }
    Map<String, String> fields = fields(text);
    Type type = type(text, fields.remove("type"));
    for (String key : fields.keySet()) {
      if (!type.keys.contains(key)) {
        throw bad(
            text,
            "`"
                + key
                + "` is not supported for `type="
                + type
                + "`; allowed: "
                + new TreeSet<>(type.keys)
                    .stream().map(k -> "`" + k + "`").collect(Collectors.joining(", ")));
      }
    }
    Optional<String> dest = Optional.ofNullable(fields.get("dest"));
    if (dest.isPresent() && dest.get().isEmpty()) {
      throw bad(text, "`dest` is empty");
    }
    boolean tar = type != Type.LOCAL && bool(text, "tar", fields.getOrDefault("tar", "true"));
    if (type == Type.LOCAL || !tar) {
      if (dest.isEmpty() || dest.get().equals(STDOUT)) {
        throw bad(text, "a folder is needed: `dest=DIR`");
      }
    } else if (type != Type.IMAGE && dest.isEmpty()) {
      dest = Optional.of(STDOUT);
    }
    return new OutputSpec(
        type,
        dest,
        tar,
        names(text, fields.getOrDefault("name", "")),
        bool(text, REWRITE, fields.getOrDefault(REWRITE, "false")));
  }

  private static Type type(String text, String value) {
    if (value == null) {
      throw bad(text, "`type` is missing; allowed: " + types());
    }
    for (Type type : Type.values()) {
      if (type.toString().equals(value)) {
        return type;
      }
    }
    throw bad(text, "`type=" + value + "` is not supported; allowed: " + types());
  }

  private static String types() {
    return java.util.Arrays.stream(Type.values())
        .map(type -> "`" + type + "`")
        .collect(Collectors.joining(", "));
  }

  private static boolean bool(String text, String key, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "t" -> true;
      case "false", "0", "f" -> false;
      default -> throw bad(text, "`" + key + "=" + value + "`: `true` or `false` is needed");
    };
  }

  private static List<ImageName> names(String text, String value) {
    List<ImageName> result = new ArrayList<>();
    for (String name : value.split(",")) {
      if (name.isBlank()) {
        continue;
      }
      ImageName parsed = ImageName.parse(name.strip());
      if (parsed.digest().isPresent()) {
        throw bad(text, "`" + name + "`: a name to give has no digest");
      }
      result.add(parsed);
    }
    return result;
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String field : csv(text)) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw bad(text, "`" + field + "` is not `key=value`");
      }
      String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (result.put(key, field.substring(equals + 1)) != null) {
        throw bad(text, "`" + key + "` stands twice");
      }
    }
    return result;
  }

  /** One record of RFC 4180: a field in double quotes may hold commas. */
  private static List<String> csv(String text) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(text.charAt(++i));
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw bad(text, "a double quote is not closed");
    }
    fields.add(field.toString());
    return fields;
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("`--output " + text + "`: " + why);
  }
}
