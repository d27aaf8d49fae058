package io.jbuild.core.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which platforms can stand in for a wanted one, best first, as containerd has it: {@code arm/v7}
 * takes {@code v7}, {@code v6}, {@code v5}; {@code amd64/v3} takes {@code v3}, {@code v2}, plain
 * {@code amd64}, then {@code 386}; {@code arm64} takes {@code arm64}, then 32-bit {@code arm/v8}
 * down.
 */
public final class PlatformMatch {
  private PlatformMatch() {}

  /** The platforms that run where {@code wanted} is asked for, best first. */
  public static List<Platform> candidates(Platform wanted) {
    List<Platform> result = new ArrayList<>();
    result.add(wanted);
    switch (wanted.architecture()) {
      case "amd64" -> {
        for (int v = version(wanted.variant(), 1) - 1; v >= 1; v--) {
          result.add(Platform.of(wanted.os(), "amd64", "v" + v));
        }
        result.add(Platform.of(wanted.os(), "386", ""));
      }
      case "arm64" -> {
        if (!wanted.variant().isEmpty()) {
          result.add(Platform.of(wanted.os(), "arm64", ""));
        }
        addArm(result, wanted.os(), 8);
      }
      case "arm" -> addArm(result, wanted.os(), version(wanted.variant(), 7) - 1);
      default -> {
        // every other architecture runs its own programs alone
      }
    }
    return result;
  }

  /** Whether an image for {@code offered} runs where {@code wanted} is asked for. */
  public static boolean matches(Platform wanted, Platform offered) {
    return candidates(wanted).stream().anyMatch(offered::isLike) && hasOsVersion(wanted, offered);
  }

  /**
   * The manifest of an index to use for a platform: the first of the best candidate. An index whose
   * only manifest names no platform gives that one; attestations are never chosen.
   *
   * @throws NoMatchException naming what the index has
   */
  public static Descriptor select(Index index, Platform wanted) throws NoMatchException {
    List<Descriptor> images = images(index);
    for (Platform candidate : candidates(wanted)) {
      for (Descriptor image : images) {
        if (image.platform().filter(has -> fits(candidate, wanted, has)).isPresent()) {
          return image;
        }
      }
    }
    if (images.size() == 1 && images.getFirst().platform().isEmpty()) {
      return images.getFirst();
    }
    throw new NoMatchException(wanted, platforms(index));
  }

  private static boolean fits(Platform candidate, Platform wanted, Platform has) {
    return has.isLike(candidate) && hasOsVersion(wanted, has);
  }

  /** A version that is asked for takes any build of it: {@code 10.0.20348} is {@code …20348.9}. */
  private static boolean hasOsVersion(Platform wanted, Platform has) {
    return wanted.osVersion().isEmpty()
        || has.osVersion().equals(wanted.osVersion())
        || has.osVersion().startsWith(wanted.osVersion() + ".");
  }

  /** The image manifests of an index, attestations and the like left out. */
  public static List<Descriptor> images(Index index) {
    return index.manifests().stream()
        .filter(d -> !d.annotations().containsKey("vnd.docker.reference.type"))
        .filter(d -> d.platform().map(p -> !p.os().equals("unknown")).orElse(true))
        .toList();
  }

  /** The platforms an index has images for, in its order. */
  public static List<Platform> platforms(Index index) {
    return images(index).stream().flatMap(d -> d.platform().stream()).distinct().toList();
  }

  /** No image of an index fits; the message names those there are. */
  public static final class NoMatchException extends Exception {
    private static final long serialVersionUID = 1L;

    NoMatchException(Platform wanted, List<Platform> available) {
      super(
          "there is no image for `"
              + wanted
              + "`; "
              + (available.isEmpty()
                  ? "the index names no platform"
                  : "available: "
                      + available.stream()
                          .map(p -> "`" + p + "`")
                          .collect(Collectors.joining(", "))));
    }
  }

  private static void addArm(List<Platform> result, String os, int from) {
    for (int v = from; v >= 5; v--) {
      result.add(Platform.of(os, "arm", "v" + v));
    }
  }

  private static int version(String variant, int otherwise) {
    return variant.length() == 2 && variant.charAt(0) == 'v' && Character.isDigit(variant.charAt(1))
        ? variant.charAt(1) - '0'
        : otherwise;
  }
}
