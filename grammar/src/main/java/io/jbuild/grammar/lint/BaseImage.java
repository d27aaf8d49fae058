package io.jbuild.grammar.lint;

import java.util.Map;

/**
 * What checks want to know of a base image.
 *
 * @param platform for example {@code linux/arm64}
 * @param env its variables
 * @param hasShell whether its config has a SHELL
 */
public record BaseImage(String platform, Map<String, String> env, boolean hasShell) {
  public BaseImage {
    env = Map.copyOf(env);
  }
}
