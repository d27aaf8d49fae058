package io.jbuild.grammar.hadolint;

import java.util.Optional;

/**
 * The name of an image as it is written.
 *
 * @param registry the host before the first slash, if it is one
 * @param tag what follows the colon
 * @param digest what follows {@code @}
 */
record ImageName(Optional<String> registry, Optional<String> tag, Optional<String> digest) {
  static ImageName of(String text) {
    String name = text;
    Optional<String> digest = Optional.empty();
    int at = name.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(name.substring(at + 1));
      name = name.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/') && name.indexOf('}', colon) < 0) {
      tag = Optional.of(name.substring(colon + 1));
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return new ImageName(host ? Optional.of(first) : Optional.empty(), tag, digest);
  }

  /** Whether it comes from a registry of a list, where {@code *} stands for anything. */
  boolean isFrom(Iterable<String> trusted) {
    String host = hub(registry.orElse(HUB));
    for (String allowed : trusted) {
      if (matches(hub(allowed), host)) {
        return true;
      }
    }
    return false;
  }

  private static final String HUB = "docker.io";

  /** Docker's own registry has several names. */
  private static String hub(String host) {
    return switch (host) {
      case "hub.docker.com", "index.docker.io", "registry-1.docker.io" -> HUB;
      default -> host;
    };
  }

  private static boolean matches(String pattern, String host) {
    if (pattern.startsWith("*")) {
      return host.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? host.startsWith(pattern.substring(0, pattern.length() - 1))
        : host.equals(pattern);
  }
}
