package io.jbuild.core.shared;

import io.jbuild.core.compress.Compression;
import io.jbuild.core.export.OutputFields;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.plan.ByteSize;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code --cache-from} or {@code --cache-to}, as buildx writes them; a bare name is {@code
 * type=registry,ref=NAME}.
 *
 * @param ref of {@code type=registry}
 * @param folder of {@code type=local}
 * @param all {@code mode=max}: the results of every step, not of those of the image alone
 * @param compression of the layers there
 * @param ignoreError whether a build goes on without what cannot be written
 * @param mounts ids of the cache mounts that are written, too
 * @param mostMountBytes a cache mount of more is not written
 * @param takesMounts whether cache mounts begin with what is there
 */
public record CacheOption(
    Type type,
    Optional<ImageName> ref,
    Optional<Path> folder,
    boolean all,
    Compression compression,
    boolean ignoreError,
    Set<String> mounts,
    long mostMountBytes,
    boolean takesMounts) {
  private static final String FROM = "--cache-from";
  private static final String TO = "--cache-to";
  private static final String MOUNTS_MAX = "mounts-max";
  private static final String USUAL_MOUNTS_MAX = "1GB";
  private static final int MOST_TAG = 127;

  public CacheOption {
    mounts = Set.copyOf(mounts);
  }

  /** Kinds of caches. */
  public enum Type {
    LOCAL,
    REGISTRY,
    /** In the image itself. */
    INLINE
  }

  /**
   * Reads {@code --cache-from}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static CacheOption from(String text) {
    OutputFields fields = fields(FROM, text);
    Type type = type(fields);
    boolean mounts = fields.take("mounts", true);
    Optional<ImageName> ref = Optional.empty();
    Optional<Path> folder = Optional.empty();
    switch (type) {
      case REGISTRY -> {
        ref = Optional.of(name(fields, "ref"));
        fields.allow("registry", Set.of("ref", "mounts"));
      }
      case LOCAL -> {
        folder = Optional.of(Path.of(needed(fields, "src")));
        fields.allow("local", Set.of("src", "mounts"));
      }
      case INLINE ->
          throw fields.bad("`type=inline` is for `--cache-to`; read it with `type=registry,ref=…`");
    }
    return new CacheOption(type, ref, folder, true, Compression.GZIP, true, Set.of(), 0, mounts);
  }

  /**
   * Reads {@code --cache-to}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static CacheOption to(String text) {
    OutputFields fields = fields(TO, text);
    Type type = type(fields);
    if (type == Type.INLINE) {
      fields.allow("inline", Set.of());
      return new CacheOption(
          type,
          Optional.empty(),
          Optional.empty(),
          false,
          Compression.GZIP,
          false,
          Set.of(),
          0,
          false);
    }
    String mode = fields.take("mode", "min");
    if (!mode.equals("min") && !mode.equals("max")) {
      throw fields.bad("`mode=" + mode + "`: `min` or `max` is needed");
    }
    Compression compression = compression(fields);
    boolean ignoreError = fields.take("ignore-error", false);
    // What others' formats need to be told: this one is always so.
    fields.take("image-manifest", true);
    if (!fields.take("oci-mediatypes", true)) {
      throw fields.bad("`oci-mediatypes=false` is not supported: a cache has OCI's types");
    }
    fields.take("force-compression", true);
    Set<String> mounts = new HashSet<>();
    for (String id : fields.take("mounts", "").split("\\+")) {
      if (!id.isBlank()) {
        mounts.add(id);
      }
    }
    long most = bytes(fields, fields.take(MOUNTS_MAX, USUAL_MOUNTS_MAX));
    Optional<ImageName> ref = Optional.empty();
    Optional<Path> folder = Optional.empty();
    Set<String> keys =
        new HashSet<>(
            List.of(
                "mode",
                "compression",
                "compression-level",
                "force-compression",
                "image-manifest",
                "oci-mediatypes",
                "ignore-error",
                "mounts",
                MOUNTS_MAX));
    if (type == Type.REGISTRY) {
      ref = Optional.of(name(fields, "ref"));
      keys.add("ref");
    } else {
      folder = Optional.of(Path.of(needed(fields, "dest")));
      keys.add("dest");
    }
    fields.allow(type.name().toLowerCase(Locale.ROOT), keys);
    return new CacheOption(
        type, ref, folder, mode.equals("max"), compression, ignoreError, mounts, most, false);
  }

  private static OutputFields fields(String option, String text) {
    return OutputFields.read(option, text.contains("=") ? text : "type=registry,ref=" + text);
  }

  private static Type type(OutputFields fields) {
    String type = fields.take("type", "");
    return switch (type) {
      case "local" -> Type.LOCAL;
      case "registry" -> Type.REGISTRY;
      case "inline" -> Type.INLINE;
      case "gha", "s3", "azblob" ->
          throw fields.bad(
              "`type="
                  + type
                  + "` is not supported; a registry serves, too: `type=registry,ref=…`");
      case "" -> throw fields.bad("`type` is needed: `local`, `registry` or `inline`");
      default ->
          throw fields.bad(
              "`type=" + type + "` is not known; allowed: `local`, `registry`, `inline`");
    };
  }

  private static Compression compression(OutputFields fields) {
    String kind = fields.take("compression", "gzip");
    String level = fields.take("compression-level", "");
    try {
      Compression.Kind read = Compression.kind(kind);
      return level.isEmpty() ? read.usual() : read.level(Integer.parseInt(level));
    } catch (NumberFormatException e) {
      throw fields.bad("`compression-level=" + level + "` is no number");
    } catch (IllegalArgumentException e) {
      throw fields.bad(e.getMessage());
    }
  }

  private static long bytes(OutputFields fields, String text) {
    try {
      return ByteSize.parse(text);
    } catch (NumberFormatException e) {
      throw fields.bad("`" + MOUNTS_MAX + "`: " + e.getMessage());
    }
  }

  private static ImageName name(OutputFields fields, String key) {
    String text = needed(fields, key);
    ImageName name;
    try {
      name = ImageName.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.bad(e.getMessage());
    }
    if (name.digest().isPresent() || name.tag().map(String::length).orElse(0) > MOST_TAG) {
      throw fields.bad("`" + key + "=" + text + "`: a cache has a tag, and no digest");
    }
    return name;
  }

  private static String needed(OutputFields fields, String key) {
    String value = fields.take(key, "");
    if (value.isEmpty()) {
      throw fields.bad("`" + key + "` is needed");
    }
    return value;
  }
}
