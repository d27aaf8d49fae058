package io.jbuild.grammar.check;

import io.jbuild.grammar.advice.ContextView;
import io.jbuild.grammar.hadolint.HadolintSettings;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.RuleSet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules look at a file, and what they are told.
 *
 * @param sets those that run; errors of the language are told whatever runs
 * @param build what is known of the build
 * @param configuration as hadolint has it; the rules that it ignores and the severities that it
 *     gives may be those of any set
 * @param context what jbuild's own rules may ask of the build context
 */
public record RuleSettings(
    Set<RuleSet> sets,
    CheckSettings build,
    HadolintSettings configuration,
    Optional<ContextView> context) {
  /** Every set, with nothing known but the file. */
  public static final RuleSettings DEFAULTS =
      new RuleSettings(
          EnumSet.allOf(RuleSet.class),
          CheckSettings.DEFAULTS,
          HadolintSettings.DEFAULTS,
          Optional.empty());

  public RuleSettings {
    sets = Set.copyOf(sets);
  }

  /** With the sets that run. */
  public RuleSettings withSets(Set<RuleSet> running) {
    return new RuleSettings(running, build, configuration, context);
  }

  /** With what is known of the build. */
  public RuleSettings withBuild(CheckSettings known) {
    return new RuleSettings(sets, known, configuration, context);
  }

  /** With a configuration. */
  public RuleSettings withConfiguration(HadolintSettings settings) {
    return new RuleSettings(sets, build, settings, context);
  }

  /** With a context to look at. */
  public RuleSettings withContext(Optional<ContextView> view) {
    return new RuleSettings(sets, build, configuration, view);
  }
}
