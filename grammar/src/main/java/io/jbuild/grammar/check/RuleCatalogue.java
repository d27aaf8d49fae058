package io.jbuild.grammar.check;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.advice.AdviceRule;
import io.jbuild.grammar.hadolint.HadolintRule;
import io.jbuild.grammar.lint.Rule;
import io.jbuild.grammar.lint.RuleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every rule by its id and by its name.
 *
 * <p>Two kinds are not listed one by one: what ShellCheck finds ({@code SC} and a number), and what
 * is wrong in the language itself, whose codes the parser has ({@link #isOfLanguage}).
 */
public final class RuleCatalogue {
  private static final Map<String, RuleInfo> BY_ID = new LinkedHashMap<>();
  private static final Map<String, RuleInfo> BY_NAME = new LinkedHashMap<>();

  static {
    for (Rule rule : Rule.values()) {
      add(BuildKitFacts.of(rule));
    }
    for (HadolintRule rule : HadolintRule.values()) {
      add(hadolint(rule));
    }
    for (AdviceRule rule : AdviceRule.values()) {
      add(advice(rule));
    }
  }

  private RuleCatalogue() {}

  private static void add(RuleInfo rule) {
    BY_ID.put(rule.id(), rule);
    BY_NAME.put(key(rule.id()), rule);
    BY_NAME.putIfAbsent(key(rule.name()), rule);
  }

  private static RuleInfo advice(AdviceRule rule) {
    return new RuleInfo(
        rule.set(),
        rule.id(),
        rule.id(),
        rule.severity(),
        rule.summary(),
        Optional.empty(),
        switch (rule) {
          case UNUSED_STAGE, UNUSED_ARG, DUPLICATE_KEY -> Set.of(RuleTag.UNNECESSARY);
          default -> Set.of();
        },
        rule == AdviceRule.COPY_IGNORED_SOURCE ? Set.of(Rule.COPY_IGNORED_FILE.id()) : Set.of());
  }

  private static RuleInfo hadolint(HadolintRule rule) {
    Set<RuleTag> tags =
        switch (rule.about()) {
          case USUAL -> Set.of();
          case DEPRECATED -> Set.of(RuleTag.DEPRECATED);
          case UNNEEDED -> Set.of(RuleTag.UNNECESSARY);
        };
    return new RuleInfo(
        rule.set(),
        rule.id(),
        rule.label(),
        rule.severity().orElse(Severity.INFO),
        rule.summary(),
        Optional.of(rule.page()),
        tags,
        rule.twin().map(twin -> Set.of(twin.id())).orElse(Set.of()));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The rules that are listed, set by set. */
  public static List<RuleInfo> all() {
    return List.copyOf(BY_ID.values());
  }

  /** The rule of a diagnostic's code; one of the language where no other has the code. */
  public static RuleInfo ofCode(String code) {
    RuleInfo known = BY_ID.get(code);
    if (known != null) {
      return known;
    }
    return isShellCheck(code) ? shellCheck(code) : language(code);
  }

  /** The rule that a user means by an id or a name, without regard to case. */
  public static Optional<RuleInfo> named(String text) {
    RuleInfo known = BY_NAME.get(key(text));
    String code = text.toUpperCase(Locale.ROOT);
    return known == null && isShellCheck(code)
        ? Optional.of(shellCheck(code))
        : Optional.ofNullable(known);
  }

  /** The id or name that was probably meant. */
  public static Optional<String> nearest(String text) {
    return Suggestion.nearest(
        text,
        BY_ID.values().stream()
            .flatMap(rule -> List.of(rule.id(), rule.name()).stream())
            .distinct()
            .toList());
  }

  /** Whether a code is none of a rule: what it says is about the language. */
  public static boolean isOfLanguage(String code) {
    return !BY_ID.containsKey(code) && !isShellCheck(code);
  }

  private static boolean isShellCheck(String code) {
    if (code.length() != 6 || !code.startsWith("SC")) {
      return false;
    }
    return code.chars().skip(2).allMatch(c -> c >= '0' && c <= '9');
  }

  private static RuleInfo shellCheck(String code) {
    return new RuleInfo(
        RuleSet.SHELLCHECK,
        code,
        code,
        Severity.WARNING,
        "what ShellCheck says of a script under " + code,
        Optional.of("https://www.shellcheck.net/wiki/" + code),
        Set.of(),
        Set.of());
  }

  private static RuleInfo language(String code) {
    return new RuleInfo(
        RuleSet.JBUILD,
        code,
        code,
        Severity.ERROR,
        "the Dockerfile language: " + code.replace('-', ' '),
        Optional.empty(),
        Set.of(),
        Set.of());
  }
}
