package io.jbuild.core.export;

import io.jbuild.core.compress.Compression;
import io.jbuild.core.image.Annotations;
import io.jbuild.core.image.ImageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One {@code --output}, as buildx writes it: {@code type=oci,dest=app.tar}; a bare path is {@code
 * type=local}, {@code -} is a tar of the files on standard output; {@code type=registry} is {@code
 * type=image,push=true}.
 *
 * @param dest path, {@code -} for standard output; nothing for the local store
 * @param tar of {@code type=oci}: an archive; else a folder
 * @param names further names of the image, from {@code name=}
 * @param rewriteTimestamp whether no file of a built layer may be younger than SOURCE_DATE_EPOCH
 * @param form in which the image goes out
 * @param push whether it goes to the registries of its names
 * @param annotations that this output has beside those of the build
 * @param platformSplit of files, whether each platform has a folder of its own; nothing: where
 *     there are several
 */
public record OutputSpec(
    Type type,
    Optional<String> dest,
    boolean tar,
    List<ImageName> names,
    boolean rewriteTimestamp,
    ImageForm form,
    Push push,
    Annotations annotations,
    Optional<Boolean> platformSplit) {
  /** Standard output as a destination. */
  public static final String STDOUT = "-";

  private static final String REWRITE = "rewrite-timestamp";
  private static final String REGISTRY = "registry";
  private static final String SPLIT = "platform-split";

  /** Kinds of output. */
  public enum Type {
    /** The local store, and registries where it is pushed. */
    IMAGE(true, "name", "push", "push-by-digest", "name-canonical", "registry.insecure"),
    /** An OCI layout, as an archive or a folder. */
    OCI(true, "dest", "name", "tar"),
    /** What {@code docker load} reads. */
    DOCKER(true, "dest", "name"),
    /** The files of the image as one tar. */
    TAR(false, "dest", OutputSpec.SPLIT),
    /** The files of the image in a folder. */
    LOCAL(false, "dest", OutputSpec.SPLIT);

    private final boolean image;
    private final Set<String> keys;

    Type(boolean image, String... keys) {
      this.image = image;
      Set<String> all = new HashSet<>(Arrays.asList(keys));
      if (image) {
        all.add(OutputSpec.REWRITE);
        all.add("compression");
        all.add("compression-level");
        all.add("force-compression");
        all.add("oci-mediatypes");
      }
      this.keys = Set.copyOf(all);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Whether and how an image is pushed.
   *
   * @param insecure whether its registries may be spoken to without TLS
   */
  public record Push(boolean wanted, boolean byDigest, boolean insecure) {
    /** It stays here. */
    public static final Push NONE = new Push(false, false, false);

    /** Under its names. */
    public static final Push TAGS = new Push(true, false, false);
  }

  public OutputSpec {
    names = List.copyOf(names);
  }

  /** What {@code --push} means. */
  public static OutputSpec registry() {
    return new OutputSpec(
        Type.IMAGE,
        Optional.empty(),
        true,
        List.of(),
        false,
        ImageForm.OF_REGISTRIES,
        Push.TAGS,
        Annotations.NONE,
        Optional.empty());
  }

  /** The same, to be pushed under its names. */
  public OutputSpec pushed() {
    ImageForm pushedForm = form.equals(ImageForm.AS_IT_LIES) ? ImageForm.OF_REGISTRIES : form;
    return new OutputSpec(
        type,
        dest,
        tar,
        names,
        rewriteTimestamp,
        pushedForm,
        new Push(true, push.byDigest, push.insecure),
        annotations,
        platformSplit);
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
      throw OutputFields.bad(text, "it is empty");
    }
    if (text.equals(STDOUT)) {
      return of(Type.TAR, Optional.of(STDOUT), true);
    }
    if (text.indexOf('=') < 0) {
      return of(Type.LOCAL, Optional.of(text), false);
    }
    OutputFields fields = OutputFields.read(text);
    String word = fields.take("type");
    Type type = type(fields, word);
    Annotations annotations = type.image ? fields.takeAnnotations() : Annotations.NONE;
    fields.allow(word, type.keys);
    Optional<String> dest = Optional.ofNullable(fields.take("dest"));
    if (dest.isPresent() && dest.get().isEmpty()) {
      throw fields.bad("`dest` is empty");
    }
    boolean tar = type != Type.LOCAL && fields.take("tar", true);
    if (type == Type.LOCAL || !tar) {
      if (dest.isEmpty() || dest.get().equals(STDOUT)) {
        throw fields.bad("a folder is needed: `dest=DIR`");
      }
    } else if (type != Type.IMAGE && dest.isEmpty()) {
      dest = Optional.of(STDOUT);
    }
    boolean toRegistry = fields.take("push", word.equals(REGISTRY));
    // The canonical name is the one with the digest, which is printed in any case.
    fields.take("name-canonical", false);
    boolean byDigest = fields.take("push-by-digest", false);
    Push push =
        new Push(toRegistry, byDigest && toRegistry, fields.take("registry.insecure", false));
    boolean rewrite = fields.take(REWRITE, false);
    List<ImageName> names = names(fields, fields.take("name", ""));
    Optional<Boolean> split =
        fields.has(SPLIT) ? Optional.of(fields.take(SPLIT, true)) : Optional.empty();
    return new OutputSpec(
        type, dest, tar, names, rewrite, form(fields, toRegistry), push, annotations, split);
  }

  private static OutputSpec of(Type type, Optional<String> dest, boolean tar) {
    return new OutputSpec(
        type,
        dest,
        tar,
        List.of(),
        false,
        ImageForm.AS_IT_LIES,
        Push.NONE,
        Annotations.NONE,
        Optional.empty());
  }

  private static ImageForm form(OutputFields fields, boolean toRegistry) {
    String kind = fields.take("compression");
    String level = fields.take("compression-level");
    boolean force = fields.take("force-compression", false);
    boolean oci = fields.take("oci-mediatypes", true);
    if (kind == null && level == null && !force && !toRegistry) {
      return new ImageForm(Optional.empty(), false, oci);
    }
    try {
      Compression.Kind algorithm = kind == null ? Compression.GZIP.kind() : Compression.kind(kind);
      Compression compression =
          level == null ? algorithm.usual() : algorithm.level(number(fields, level));
      return new ImageForm(Optional.of(compression), force, oci);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith("`--output") ? e : fields.bad(e.getMessage());
    }
  }

  private static int number(OutputFields fields, String level) {
    if (!level.matches("[0-9]{1,3}")) {
      throw fields.bad("`compression-level=" + level + "` is not a number");
    }
    return Integer.parseInt(level);
  }

  private static Type type(OutputFields fields, String value) {
    if (value == null) {
      throw fields.bad("`type` is missing; allowed: " + types());
    }
    if (value.equals(REGISTRY)) {
      return Type.IMAGE;
    }
    for (Type type : Type.values()) {
      if (type.toString().equals(value)) {
        return type;
      }
    }
    throw fields.bad("`type=" + value + "` is not supported; allowed: " + types());
  }

  private static String types() {
    return Arrays.stream(Type.values())
            .map(type -> "`" + type + "`")
            .collect(Collectors.joining(", "))
        + ", `"
        + REGISTRY
        + "`";
  }

  private static List<ImageName> names(OutputFields fields, String value) {
    List<ImageName> result = new ArrayList<>();
    for (String name : value.split(",")) {
      if (name.isBlank()) {
        continue;
      }
      ImageName parsed = ImageName.parse(name.strip());
      if (parsed.digest().isPresent()) {
        throw fields.bad("`" + name + "`: a name to give has no digest");
      }
      result.add(parsed);
    }
    return result;
  }
}
