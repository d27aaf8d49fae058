package io.jbuild.core.image;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What an image runs on (OCI image index, {@code platform}), normalised as containerd does: {@code
 * x86_64} is {@code amd64}, {@code aarch64} is {@code arm64} without variant {@code v8}, {@code
 * arm} without a variant is {@code v7}.
 *
 * @param os for example {@code linux}
 * @param architecture for example {@code amd64}
 * @param variant for example {@code v7}; empty if none
 * @param osVersion {@code os.version}, which Windows has; empty if none
 * @param osFeatures {@code os.features}, such as {@code win32k}
 */
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
  public Platform {
    Objects.requireNonNull(os);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(variant);
    Objects.requireNonNull(osVersion);
    osFeatures = List.copyOf(osFeatures);
  }

  /** One that asks nothing of the operating system's version. */
  public Platform(String os, String architecture, String variant) {
    this(os, architecture, variant, "", List.of());
  }

  /** The same with what another one says of its operating system. */
  public Platform withOs(Platform other) {
    return withOs(other.osVersion, other.osFeatures);
  }

  Platform withOs(String version, List<String> features) {
    return new Platform(os, architecture, variant, version, features);
  }

  /** Whether two are the same but for what they say of their operating system. */
  public boolean isLike(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && variant.equals(other.variant);
  }

  /**
   * Reads {@code os/arch[/variant]}, {@code arch} or {@code os} alone; the operating system may
   * have its version in parentheses: {@code windows(10.0.20348)/amd64}.
   */
  public static Platform parse(String text) {
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    if (open > 0 && close > open + 1 && text.lastIndexOf('/', close) < 0) {
      Platform plain = parse(text.substring(0, open) + text.substring(close + 1));
      return plain.withOs(text.substring(open + 1, close), List.of());
    }
    String[] parts = text.toLowerCase(Locale.ROOT).strip().split("/", -1);
    for (String part : parts) {
      if (part.isEmpty()
          || !part.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)) {
        throw new IllegalArgumentException(
            "`" + text + "` is not a platform: expected os/arch[/variant]");
      }
    }
    return switch (parts.length) {
      case 1 ->
          isOs(parts[0])
              ? of(parts[0], host().architecture, host().variant)
              : of("linux", parts[0], "");
      case 2 -> of(parts[0], parts[1], "");
      case 3 -> of(parts[0], parts[1], parts[2]);
      default ->
          throw new IllegalArgumentException(
              "`" + text + "` is not a platform: expected os/arch[/variant]");
    };
  }

  /** The normalised platform. */
  public static Platform of(String os, String architecture, String variant) {
    return switch (architecture) {
      case "x86_64", "x86-64", "amd64" ->
          new Platform(os, "amd64", variant.equals("v1") ? "" : variant);
      case "aarch64", "arm64" ->
          new Platform(os, "arm64", variant.equals("8") || variant.equals("v8") ? "" : variant);
      case "armhf" -> new Platform(os, "arm", "v7");
      case "armel" -> new Platform(os, "arm", "v6");
      case "arm" ->
          new Platform(
              os,
              "arm",
              variant.isEmpty() || variant.equals("7")
                  ? "v7"
                  : variant.matches("[5-8]") ? "v" + variant : variant);
      case "i386", "i486", "i586", "i686" -> new Platform(os, "386", "");
      default -> new Platform(os, architecture, variant);
    };
  }

  /** Where jbuild itself runs. */
  public static Platform host() {
    return of("linux", System.getProperty("os.arch"), "");
  }

  private static boolean isOs(String text) {
    return switch (text) {
      case "linux", "windows", "darwin", "freebsd" -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
