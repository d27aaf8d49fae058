package io.jbuild.grammar.check;

import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.RuleSet;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which rules look at a file, and what they are told.
 *
 * @param sets those that run; errors of the language are told whatever runs
 * @param build what BuildKit's checks know of the build
 * @param ignored ids of rules that are not heard
 */
public record RuleSettings(Set<RuleSet> sets, CheckSettings build, Set<String> ignored) {
  /** Every set, with nothing known but the file. */
  public static final RuleSettings DEFAULTS =
      new RuleSettings(EnumSet.allOf(RuleSet.class), CheckSettings.DEFAULTS, Set.of());

  public RuleSettings {
    sets = Set.copyOf(sets);
    ignored = Set.copyOf(ignored);
  }

  /** With the sets that run. */
  public RuleSettings withSets(Set<RuleSet> running) {
    return new RuleSettings(running, build, ignored);
  }

  /** With what is known of the build. */
  public RuleSettings withBuild(CheckSettings known) {
    return new RuleSettings(sets, known, ignored);
  }

  /** Without some rules. */
  public RuleSettings withIgnored(Set<String> ids) {
    return new RuleSettings(sets, build, ids);
  }
}
