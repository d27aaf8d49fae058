package io.jbuild.cli;

import io.jbuild.core.image.Platform;
import io.jbuild.grammar.Architectures;
import io.jbuild.grammar.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code --platform} says. */
final class Platforms {
  private Platforms() {}

  /** The platforms that an option names, each once; this machine's without any. */
  static List<Platform> all(List<String> texts) {
    Set<Platform> result = new LinkedHashSet<>();
    for (String several : texts) {
      for (String one : several.split(",", -1)) {
        result.add(one(one));
      }
    }
    return result.isEmpty() ? List.of(Platform.host()) : List.copyOf(result);
  }

  /** The platform that an option names; this machine's without one, and for {@code local}. */
  static Platform one(String platform) {
    if (platform == null || platform.strip().equalsIgnoreCase("local")) {
      return Platform.host();
    }
    if (platform.contains(",")) {
      throw new UsageException(
          "`--platform " + platform + "`: this command takes one platform", "choose one");
    }
    try {
      Platform parsed = Platform.parse(platform);
      if (!Architectures.KNOWN.contains(parsed.architecture())) {
        throw new UsageException(
            "`--platform "
                + platform
                + "`: there is no architecture `"
                + parsed.architecture()
                + "`",
            Suggestion.nearest(parsed.architecture(), Architectures.KNOWN)
                    .map(near -> "did you mean `" + near + "`? ")
                    .orElse("")
                + "known are "
                + Architectures.KNOWN.stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ")));
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "for example `linux/arm64`");
    }
  }
}
