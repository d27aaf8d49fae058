package io.jbuild.grammar.lint;

import io.jbuild.grammar.Architectures;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A platform as {@code --platform} names it, in its normal form.
 *
 * @param os for example {@code linux}
 * @param architecture for example {@code arm64}
 * @param variant for example {@code v7}, mostly empty
 */
record PlatformName(String os, String architecture, String variant) {
  private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern OS = Pattern.compile("[A-Za-z0-9_.-]+(?:\\([A-Za-z0-9_.+-]*\\))?");
  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "wasip1",
          "windows",
          "zos");

  /** Reads {@code os}, {@code architecture}, {@code os/architecture} or all three. */
  static Optional<PlatformName> parse(String text, String machine) {
    String[] parts = text.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (!(i == 0 ? OS : COMPONENT).matcher(parts[i]).matches()) {
        return Optional.empty();
      }
    }
    if (parts.length == 1) {
      String[] own = machine.split("/", -1);
      if (SYSTEMS.contains(os(parts[0]))) {
        return Optional.of(new PlatformName(os(parts[0]), own.length > 1 ? own[1] : "", ""));
      }
      PlatformName known = of(own[0], parts[0], "");
      return Architectures.KNOWN.contains(known.architecture)
          ? Optional.of(known)
          : Optional.empty();
    }
    return parts.length > 3
        ? Optional.empty()
        : Optional.of(of(os(parts[0]), parts[1], parts.length > 2 ? parts[2] : ""));
  }

  private static String os(String text) {
    int version = text.indexOf('(');
    String os = (version < 0 ? text : text.substring(0, version)).toLowerCase(Locale.ROOT);
    return os.equals("macos") ? "darwin" : os;
  }

  private static PlatformName of(String os, String architecture, String variant) {
    String lower = architecture.toLowerCase(Locale.ROOT);
    String v = variant.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "x86_64", "x86-64" -> new PlatformName(os, "amd64", v);
      case "aarch64" -> new PlatformName(os, "arm64", v);
      case "i386" -> new PlatformName(os, "386", "");
      case "armhf" -> new PlatformName(os, "arm", "v7");
      case "armel" -> new PlatformName(os, "arm", "v6");
      default -> new PlatformName(os, lower, v);
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
