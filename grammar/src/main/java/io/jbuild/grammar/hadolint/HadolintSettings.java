package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Severity;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a hadolint configuration says about rules. Wherever a rule is named, its code or its name
 * may be given; what is kept are codes. Codes of ShellCheck, {@code SC…}, are kept for those who
 * run it.
 *
 * @param ignored rules that find nothing
 * @param severities how much the findings of a rule matter; empty for a rule that is off
 * @param trustedRegistries hosts that images may come from, {@code *} at the start or end standing
 *     for anything; with none every registry is trusted
 * @param labelSchema the labels an image has to have, by key in the order of the schema
 * @param strictLabels whether it may have no others
 * @param disableIgnorePragma whether comments that ignore rules have no effect
 */
public record HadolintSettings(
    Set<String> ignored,
    Map<String, Optional<Severity>> severities,
    List<String> trustedRegistries,
    Map<String, LabelType> labelSchema,
    boolean strictLabels,
    boolean disableIgnorePragma) {
  /** Every rule as hadolint has it, no registries, no schema. */
  public static final HadolintSettings DEFAULTS =
      new HadolintSettings(Set.of(), Map.of(), List.of(), Map.of(), false, false);

  public HadolintSettings {
    ignored = ignored.stream().map(HadolintSettings::code).collect(Collectors.toUnmodifiableSet());
    Map<String, Optional<Severity>> byCode = new HashMap<>();
    severities.forEach((rule, severity) -> byCode.put(code(rule), severity));
    severities = Map.copyOf(byCode);
    trustedRegistries = List.copyOf(trustedRegistries);
    labelSchema = Collections.unmodifiableMap(new LinkedHashMap<>(labelSchema));
  }

  /** The code of a rule that is given by its code or name; of something else the text itself. */
  static String code(String codeOrName) {
    return HadolintRule.of(codeOrName).map(HadolintRule::id).orElse(codeOrName);
  }

  /** How much a finding of a rule matters; empty if there is to be none. */
  public Optional<Severity> severity(HadolintRule rule) {
    if (ignored.contains(rule.id())) {
      return Optional.empty();
    }
    Optional<Severity> given = severities.get(rule.id());
    return given == null ? rule.severity() : given;
  }

  /** With rules that find nothing. */
  public HadolintSettings withIgnored(Set<String> rules) {
    return new HadolintSettings(
        rules, severities, trustedRegistries, labelSchema, strictLabels, disableIgnorePragma);
  }

  /** With severities by rule. */
  public HadolintSettings withSeverities(Map<String, Optional<Severity>> byRule) {
    return new HadolintSettings(
        ignored, byRule, trustedRegistries, labelSchema, strictLabels, disableIgnorePragma);
  }

  /** With registries that images may come from. */
  public HadolintSettings withTrustedRegistries(List<String> hosts) {
    return new HadolintSettings(
        ignored, severities, hosts, labelSchema, strictLabels, disableIgnorePragma);
  }

  /** With labels that an image has to have, and whether it may have others. */
  public HadolintSettings withLabels(Map<String, LabelType> schema, boolean strict) {
    return new HadolintSettings(
        ignored, severities, trustedRegistries, schema, strict, disableIgnorePragma);
  }

  /** With comments that ignore rules in force or not. */
  public HadolintSettings withIgnorePragmaDisabled(boolean disabled) {
    return new HadolintSettings(
        ignored, severities, trustedRegistries, labelSchema, strictLabels, disabled);
  }
}
