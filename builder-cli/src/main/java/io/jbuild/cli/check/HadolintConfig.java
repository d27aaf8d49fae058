package io.jbuild.cli.check;

import io.jbuild.grammar.Severity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration of hadolint asks for.
 *
 * @param failureThreshold the least severity that makes the check fail, or {@code none}
 * @param format a format's name, as hadolint has it
 * @param ignored ids of rules that are not heard
 * @param severities ids of rules whose severity is another one
 * @param labelSchema labels that an image should have, and the kind of each one's value
 * @param strictLabels whether other labels are findings
 * @param trustedRegistries where base images may come from; empty for everywhere
 * @param noFail whether findings never make the check fail
 * @param noColour whether text is plain even on a terminal
 * @param noPragmas whether {@code # hadolint ignore=} has no effect
 */
public record HadolintConfig(
    Optional<String> failureThreshold,
    Optional<String> format,
    Set<String> ignored,
    Map<String, Severity> severities,
    Map<String, String> labelSchema,
    boolean strictLabels,
    Set<String> trustedRegistries,
    boolean noFail,
    boolean noColour,
    boolean noPragmas) {
  /** What holds without a configuration. */
  public static final HadolintConfig NONE =
      new HadolintConfig(
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Map.of(),
          Map.of(),
          false,
          Set.of(),
          false,
          false,
          false);

  public HadolintConfig {
    ignored = Set.copyOf(ignored);
    severities = Map.copyOf(severities);
    labelSchema = Map.copyOf(labelSchema);
    trustedRegistries = Set.copyOf(trustedRegistries);
  }
}
