package io.jbuild.cli;

import io.jbuild.cli.check.ShellCheck;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Suggestion;
import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.check.RuleInfo;
import io.jbuild.grammar.lint.RuleSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the names of rules, rule sets and severities that a command line holds. */
final class RuleOptions {
  private static final List<String> SETS =
      Arrays.stream(RuleSet.values()).map(RuleSet::label).toList();
  private static final List<String> THRESHOLDS =
      List.of("error", "warning", "info", "style", "none");

  private RuleOptions() {}

  /** The sets of {@code --rules}; every set where it is not given. */
  static Set<RuleSet> sets(List<String> names) {
    if (names.isEmpty()) {
      return EnumSet.allOf(RuleSet.class);
    }
    Set<RuleSet> sets = EnumSet.noneOf(RuleSet.class);
    for (String name : names) {
      int index = SETS.indexOf(name.strip().toLowerCase(Locale.ROOT));
      if (index < 0) {
        throw unknown("--rules", "rule set", name, SETS);
      }
      sets.add(RuleSet.values()[index]);
    }
    return sets;
  }

  /** The ids of the rules that {@code --ignore} names by id or name. */
  static Set<String> ignored(List<String> names) {
    Set<String> ids = new HashSet<>();
    for (String name : names) {
      Optional<RuleInfo> rule = RuleCatalogue.named(name.strip());
      if (rule.isEmpty()) {
        throw new UsageException(
            "`--ignore`: there is no rule `" + name + "`",
            RuleCatalogue.nearest(name)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("the code stands in brackets at the end of each finding"));
      }
      ids.add(rule.get().id());
    }
    return ids;
  }

  /** The least severity that makes a check fail; empty when none does. */
  static Optional<Severity> threshold(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!THRESHOLDS.contains(lower)) {
      throw unknown("--failure-threshold", "severity", name, THRESHOLDS);
    }
    return lower.equals("none")
        ? Optional.empty()
        : Optional.of(Severity.valueOf(lower.toUpperCase(Locale.ROOT)));
  }

  /**
   * The program for the rules of ShellCheck, if they are to run. Without it they do not, which is
   * an error only where they were asked for by name.
   */
  static Optional<ShellCheck> shellCheck(Set<RuleSet> sets, boolean byName) {
    if (!sets.contains(RuleSet.SHELLCHECK)) {
      return Optional.empty();
    }
    String path = System.getenv("PATH");
    Optional<Path> program = ShellCheck.find(path == null ? "" : path);
    if (program.isEmpty() && byName) {
      throw new UsageException(
          "`--rules=shellcheck` needs the program `shellcheck`, which is not on PATH",
          "install it (Debian: apt install shellcheck), or choose other rules");
    }
    return program.map(ShellCheck::new);
  }

  /** What is said of a name that is none of those allowed. */
  static UsageException unknown(String option, String kind, String name, List<String> allowed) {
    return new UsageException(
        "`" + option + "`: there is no " + kind + " `" + name + "`",
        Suggestion.nearest(name, allowed).map(near -> "did you mean `" + near + "`? ").orElse("")
            + "allowed: `"
            + String.join("`, `", allowed)
            + "`");
  }
}
