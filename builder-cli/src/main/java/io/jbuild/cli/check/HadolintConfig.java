package io.jbuild.cli.check;

import io.jbuild.grammar.hadolint.HadolintSettings;
import java.util.Optional;

/**
 * What a configuration of hadolint asks for.
 *
 * @param failureThreshold the least severity that makes the check fail, or {@code none}
 * @param format a format's name, as hadolint has it
 * @param rules what it says of rules
 * @param noFail whether findings never make the check fail
 * @param noColour whether text is plain even on a terminal
 */
public record HadolintConfig(
    Optional<String> failureThreshold,
    Optional<String> format,
    HadolintSettings rules,
    boolean noFail,
    boolean noColour) {
  /** What holds without a configuration. */
  public static final HadolintConfig NONE =
      new HadolintConfig(
          Optional.empty(), Optional.empty(), HadolintSettings.DEFAULTS, false, false);
}
