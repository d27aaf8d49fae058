package io.jbuild.grammar.check;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.CheckSettings;
import io.jbuild.grammar.lint.RuleSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rules look at a file, and what they are told.
 *
 * @param sets those that run; errors of the language are told whatever runs
 * @param build what BuildKit's checks know of the build
 * @param ignored ids of rules that are not heard
 * @param severities of the findings of rules by id, where it is another than the rule's own
 * @param hadolintComments whether {@code # hadolint ignore=} silences
 */
public record RuleSettings(
    Set<RuleSet> sets,
    CheckSettings build,
    Set<String> ignored,
    Map<String, Severity> severities,
    boolean hadolintComments) {
  /** Every set, with nothing known but the file. */
  public static final RuleSettings DEFAULTS =
      new RuleSettings(
          EnumSet.allOf(RuleSet.class), CheckSettings.DEFAULTS, Set.of(), Map.of(), true);

  public RuleSettings {
    sets = Set.copyOf(sets);
    ignored = Set.copyOf(ignored);
    severities = Map.copyOf(severities);
  }

  /** With the sets that run. */
  public RuleSettings withSets(Set<RuleSet> running) {
    return new RuleSettings(running, build, ignored, severities, hadolintComments);
  }

  /** With what is known of the build. */
  public RuleSettings withBuild(CheckSettings known) {
    return new RuleSettings(sets, known, ignored, severities, hadolintComments);
  }

  /** Without some rules. */
  public RuleSettings withIgnored(Set<String> ids) {
    return new RuleSettings(sets, build, ids, severities, hadolintComments);
  }

  /** With other severities, by id. */
  public RuleSettings withSeverities(Map<String, Severity> byId) {
    return new RuleSettings(sets, build, ignored, byId, hadolintComments);
  }

  /** With hadolint's comments heeded or not. */
  public RuleSettings withHadolintComments(boolean heeded) {
    return new RuleSettings(sets, build, ignored, severities, heeded);
  }
}
