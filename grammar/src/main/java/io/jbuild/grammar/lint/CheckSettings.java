package io.jbuild.grammar.lint;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * What checks are run for.
 *
 * @param target the stage to be built; empty for every stage of the file
 * @param buildArgs by name; {@code BUILDKIT_DOCKERFILE_CHECK} takes the place of {@code # check=}
 * @param buildPlatform of the machine, for example {@code linux/amd64}
 * @param targetPlatform of the image
 * @param baseImages what is known of an image name and platform; without it
 *     InvalidBaseImagePlatform cannot fire
 * @param ignored whether the context leaves out a path such as {@code a/b}, or {@code .} for its
 *     root; without it CopyIgnoredFile cannot fire
 */
public record CheckSettings(
    Optional<String> target,
    Map<String, String> buildArgs,
    String buildPlatform,
    String targetPlatform,
    BiFunction<String, String, Optional<BaseImage>> baseImages,
    Optional<Predicate<String>> ignored) {
  /** Every stage, for linux/amd64, with nothing known but the file. */
  public static final CheckSettings DEFAULTS =
      new CheckSettings(
          Optional.empty(),
          Map.of(),
          "linux/amd64",
          "linux/amd64",
          (image, platform) -> Optional.empty(),
          Optional.empty());

  public CheckSettings {
    buildArgs = Map.copyOf(buildArgs);
  }

  /** With a stage to be built. */
  public CheckSettings withTarget(Optional<String> stage) {
    return new CheckSettings(stage, buildArgs, buildPlatform, targetPlatform, baseImages, ignored);
  }

  /** With build args. */
  public CheckSettings withBuildArgs(Map<String, String> args) {
    return new CheckSettings(target, args, buildPlatform, targetPlatform, baseImages, ignored);
  }

  /** With the platform of this machine, which is the image's too. */
  public CheckSettings withPlatform(String platform) {
    return new CheckSettings(target, buildArgs, platform, platform, baseImages, ignored);
  }

  /** With what is known of base images. */
  public CheckSettings withBaseImages(BiFunction<String, String, Optional<BaseImage>> known) {
    return new CheckSettings(target, buildArgs, buildPlatform, targetPlatform, known, ignored);
  }

  /** With what the context leaves out. */
  public CheckSettings withIgnored(Optional<Predicate<String>> excluded) {
    return new CheckSettings(
        target, buildArgs, buildPlatform, targetPlatform, baseImages, excluded);
  }
}
