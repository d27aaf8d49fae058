package io.jbuild.core.compress;

import io.jbuild.core.image.MediaTypes;
import java.util.Locale;

/**
 * How layers are compressed.
 *
 * @param level of the algorithm; 0 for {@link Kind#UNCOMPRESSED}
 */
public record Compression(Kind kind, int level) {
  /**
   * Gzip, which everybody reads, made by jbuild itself: faster than the first level of zlib, layers
   * as small as those of its second, and the same bytes with every Java runtime. Other levels are
   * zlib's; its sixth, usual elsewhere, needs four times the time for layers that are five in a
   * hundred smaller.
   */
  public static final Compression GZIP = new Compression(Kind.GZIP, 1);

  /**
   * Algorithms, by the names that buildx gives them. The usual level of zstd gives layers a little
   * smaller than the default of BuildKit's library, in two thirds of the time of the third.
   */
  public enum Kind {
    UNCOMPRESSED(0, 0, 0),
    GZIP(0, 9, 1),
    ZSTD(1, 22, 2);

    private final int least;
    private final int most;
    private final int usual;

    Kind(int least, int most, int usual) {
      this.least = least;
      this.most = most;
      this.usual = usual;
    }

    /** With its usual level. */
    public Compression usual() {
      return new Compression(this, usual);
    }

    /**
     * With a level.
     *
     * @throws IllegalArgumentException with a message for the user when there is no such level
     */
    public Compression level(int level) {
      if (level < least || level > most) {
        throw new IllegalArgumentException(
            this == UNCOMPRESSED
                ? "`compression=uncompressed` has no level"
                : "the level of `" + this + "` is " + least + " to " + most + ", not " + level);
      }
      return new Compression(this, level);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The algorithm of a name.
   *
   * @throws IllegalArgumentException with a message for the user when there is none
   */
  public static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.toString().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "`compression=" + name + "` is not supported; allowed: `gzip`, `zstd`, `uncompressed`");
  }

  /**
   * Reads what {@link #toString} gives.
   *
   * @throws IllegalArgumentException when there is no such compression
   */
  public static Compression parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? kind(text).usual()
        : kind(text.substring(0, dash)).level(Integer.parseInt(text.substring(dash + 1)));
  }

  /** The algorithm that a layer's media type tells; of one not known, null. */
  public static Kind ofMediaType(String mediaType) {
    return switch (mediaType) {
      case MediaTypes.OCI_LAYER_TAR, MediaTypes.DOCKER_LAYER_TAR -> Kind.UNCOMPRESSED;
      case MediaTypes.OCI_LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP -> Kind.GZIP;
      case MediaTypes.OCI_LAYER_ZSTD, MediaTypes.DOCKER_LAYER_ZSTD -> Kind.ZSTD;
      default -> null;
    };
  }

  /** OCI's media type of a layer so compressed. */
  public String mediaType() {
    return switch (kind) {
      case UNCOMPRESSED -> MediaTypes.OCI_LAYER_TAR;
      case GZIP -> MediaTypes.OCI_LAYER_GZIP;
      case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
    };
  }

  /** As it is shown: {@code gzip-4}. */
  @Override
  public String toString() {
    return kind == Kind.UNCOMPRESSED ? kind.toString() : kind + "-" + level;
  }
}
