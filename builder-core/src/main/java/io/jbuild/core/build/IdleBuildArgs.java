package io.jbuild.core.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Build args that steer BuildKit and do nothing here: a build that gives one is told so. */
final class IdleBuildArgs {
  private static final Map<String, String> WHY = new LinkedHashMap<>();

  static {
    WHY.put("BUILDKIT_BUILD_NAME", "builds have no names");
    WHY.put("BUILDKIT_SYNTAX", "jbuild reads the Dockerfile itself, in the language of 2026");
  }

  private IdleBuildArgs() {}

  /** A warning for each that is given and not switched off. */
  static List<String> warnings(Map<String, String> buildArgs) {
    return WHY.entrySet().stream()
        .filter(idle -> buildArgs.containsKey(idle.getKey()))
        .filter(idle -> !List.of("", "0", "false").contains(buildArgs.get(idle.getKey())))
        .map(idle -> "`--build-arg " + idle.getKey() + "` has no effect: " + idle.getValue())
        .toList();
  }
}
