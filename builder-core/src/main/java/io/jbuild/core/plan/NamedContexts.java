package io.jbuild.core.plan;

import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Platform;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code --build-context} names, found as BuildKit finds them: {@code debian}, {@code
 * debian:latest} and {@code docker.io/library/debian} are one name. {@code scratch} and {@code
 * context} are never looked up. {@code NAME::PLATFORM} goes before {@code NAME} in stages of that
 * platform.
 */
final class NamedContexts {
  /**
   * A named context.
   *
   * @param name as the user gave it
   */
  record Found(String name, PlanRequest.ContextKind kind) {}

  private static final String MARK = "::";

  private final Map<String, Found> byNormalName = new HashMap<>();

  NamedContexts(Map<String, PlanRequest.ContextKind> contexts) {
    contexts.forEach((name, kind) -> byNormalName.put(key(name), new Found(name, kind)));
  }

  private static String key(String name) {
    int mark = name.indexOf(MARK);
    return mark < 0
        ? normal(name)
        : key(name.substring(0, mark), Platform.parse(name.substring(mark + MARK.length())));
  }

  private static String key(String name, Platform platform) {
    return normal(name) + MARK + platform;
  }

  /**
   * The context of a name.
   *
   * @param platform of the stage that asks
   */
  Optional<Found> find(String name, Platform platform) {
    if (name.equalsIgnoreCase("scratch") || name.equalsIgnoreCase("context")) {
      return Optional.empty();
    }
    return Optional.ofNullable(byNormalName.get(key(name, platform)))
        .or(() -> Optional.ofNullable(byNormalName.get(normal(name))));
  }

  private static String normal(String name) {
    try {
      String familiar = ImageName.parse(name).familiar();
      return familiar.endsWith(":latest")
          ? familiar.substring(0, familiar.length() - ":latest".length())
          : familiar;
    } catch (IllegalArgumentException notAnImageName) {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
