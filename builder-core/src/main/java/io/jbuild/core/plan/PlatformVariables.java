package io.jbuild.core.plan;

import io.jbuild.core.image.Platform;
import java.util.Map;

/** The predefined variables that tell of platforms. */
final class PlatformVariables {
  private PlatformVariables() {}

  /** Sets {@code BUILDPLATFORM}, {@code BUILDOS} and so on for the prefix {@code BUILD}. */
  static void put(Map<String, String> values, String prefix, Platform platform) {
    values.put(prefix + "PLATFORM", platform.toString());
    values.put(prefix + "OS", platform.os());
    values.put(prefix + "ARCH", platform.architecture());
    values.put(prefix + "VARIANT", platform.variant());
  }

  /**
   * The target platform as far as variables that a stage has declared tell of it.
   *
   * @param otherwise where they do not
   */
  static Platform read(Map<String, String> variables, Platform otherwise) {
    String whole = variables.getOrDefault("TARGETPLATFORM", "");
    String os = variables.getOrDefault("TARGETOS", "");
    String architecture = variables.getOrDefault("TARGETARCH", "");
    try {
      if (!whole.isEmpty()) {
        return Platform.parse(whole);
      }
    } catch (IllegalArgumentException e) {
      // A user's own value; the other variables may tell.
    }
    if (os.isEmpty() && architecture.isEmpty()) {
      return otherwise;
    }
    return Platform.of(
        os.isEmpty() ? otherwise.os() : os,
        architecture.isEmpty() ? otherwise.architecture() : architecture,
        variables.getOrDefault("TARGETVARIANT", ""));
  }
}
