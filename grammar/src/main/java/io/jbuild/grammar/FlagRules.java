package io.jbuild.grammar;

import static io.jbuild.grammar.DockerfileTokens.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which flags an instruction takes, and what the reference parser refuses about them. */
final class FlagRules {
  private enum Kind {
    /** Given once, with a value. */
    TEXT,
    /** Given any number of times, with a value. */
    TEXTS,
    /** Given once; {@code true} if there is no value. */
    BOOLEAN
  }

  private record Rule(String name, Kind kind, List<String> values) {
    static Rule text(String name, String... values) {
      return new Rule(name, Kind.TEXT, List.of(values));
    }

    static Rule texts(String name) {
      return new Rule(name, Kind.TEXTS, List.of());
    }

    static Rule bool(String name) {
      return new Rule(name, Kind.BOOLEAN, List.of());
    }
  }

  private FlagRules() {}

  private static List<Rule> rules(int keyword) {
    return switch (keyword) {
      case FROM -> List.of(Rule.text("platform"));
      case RUN ->
          List.of(
              Rule.texts("mount"),
              Rule.text("network", "default", "none", "host"),
              Rule.text("security", "sandbox", "insecure"),
              Rule.texts("device"));
      case COPY ->
          List.of(
              Rule.text("from"),
              Rule.text("chown"),
              Rule.text("chmod"),
              Rule.bool("link"),
              Rule.bool("parents"),
              Rule.texts("exclude"));
      case ADD ->
          List.of(
              Rule.text("chown"),
              Rule.text("chmod"),
              Rule.bool("link"),
              Rule.text("checksum"),
              Rule.bool("keep-git-dir"),
              Rule.bool("unpack"),
              Rule.texts("exclude"));
      case HEALTHCHECK ->
          List.of(
              Rule.text("interval"),
              Rule.text("timeout"),
              Rule.text("start-period"),
              Rule.text("start-interval"),
              Rule.text("retries"));
      default -> List.of();
    };
  }

  /** Names of the flags of an instruction, without dashes. */
  static List<String> names(int keyword) {
    return rules(keyword).stream().map(Rule::name).toList();
  }

  /** Checks all flags of a statement. */
  static void check(Statement statement, Problems problems) {
    List<Rule> rules = rules(statement.type());
    Set<String> seen = new HashSet<>();
    for (Flag flag : statement.flags()) {
      Optional<Rule> known = rules.stream().filter(r -> r.name().equals(flag.name())).findFirst();
      if (known.isEmpty()) {
        unknown(statement, flag, rules, problems);
      } else if (!seen.add(flag.name()) && known.get().kind() != Kind.TEXTS) {
        problems.error(
            "duplicate-flag", flag.range(), "flag `--" + flag.name() + "` is given twice");
      } else {
        checkValue(flag, known.get(), problems);
      }
    }
  }

  private static void unknown(Statement statement, Flag flag, List<Rule> rules, Problems problems) {
    String keyword = statement.keyword().toUpperCase(Locale.ROOT);
    List<String> names = new ArrayList<>();
    rules.forEach(rule -> names.add(rule.name()));
    Optional<String> near = Suggestion.nearest(flag.name(), names);
    String hint;
    if (names.isEmpty()) {
      hint = "`" + keyword + "` takes no flags; write `--` before arguments that begin with dashes";
    } else {
      hint =
          near.map(name -> "did you mean `--" + name + "`?")
              .orElse("`" + keyword + "` takes --" + String.join(", --", names));
    }
    problems.error(
        "unknown-flag",
        flag.range(),
        "unknown flag `--" + flag.name() + "` of " + keyword,
        hint,
        near.map(name -> Suggestion.fix("--" + name, nameRange(flag))));
  }

  /** Up to the equals sign. */
  private static Range nameRange(Flag flag) {
    int end = flag.value().map(value -> value.range().start() - 1).orElse(flag.range().end());
    return new Range(flag.range().start(), end);
  }

  private static void checkValue(Flag flag, Rule rule, Problems problems) {
    String value = flag.value().map(Word::text).orElse("");
    if (rule.kind() == Kind.BOOLEAN) {
      String lower = value.toLowerCase(Locale.ROOT);
      if (flag.value().isPresent() && !lower.equals("true") && !lower.equals("false")) {
        problems.error(
            "bad-flag-value",
            flag.range(),
            "flag `--" + flag.name() + "` takes `true` or `false`, not `" + value + "`",
            "`--" + flag.name() + "` alone means `true`");
      }
    } else if (flag.value().isEmpty()) {
      problems.error(
          "missing-flag-value",
          flag.range(),
          "flag `--" + flag.name() + "` has no value",
          "write `--" + flag.name() + "=value`, without blanks");
    } else if (!rule.values().isEmpty() && !rule.values().contains(value)) {
      Optional<String> near = Suggestion.nearest(value, rule.values());
      problems.error(
          "bad-flag-value",
          flag.value().get().range(),
          "`--" + flag.name() + "` cannot be `" + value + "`",
          near.map(name -> "did you mean `" + name + "`?")
              .orElse("it is one of " + String.join(", ", rule.values())),
          near.map(name -> Suggestion.fix(name, flag.value().get().range())));
    }
  }
}
