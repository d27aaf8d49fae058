package io.jbuild.grammar.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.advice.Advice;
import io.jbuild.grammar.hadolint.HadolintChecks;
import io.jbuild.grammar.lint.Checks;
import io.jbuild.grammar.lint.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks at a file with the rules of every set that is asked for. */
public final class FileChecks {
  private static final Comparator<Finding> BY_PLACE =
      Comparator.<Finding>comparingInt(f -> f.diagnostic().range().start())
          .thenComparing(f -> f.rule().set())
          .thenComparing(f -> f.rule().id());

  private FileChecks() {}

  /**
   * All findings in the order of the file. Never throws for what stands in it.
   *
   * @param more what others have found in the file, such as ShellCheck; sets, ignored rules and
   *     comments hold for them as well
   * @throws IllegalArgumentException when a platform of the settings is none
   */
  public static List<Finding> run(Parsed parsed, RuleSettings settings, List<Diagnostic> more) {
    List<Finding> found = new ArrayList<>();
    Checks.run(parsed, settings.build()).forEach(d -> add(d, settings, found));
    if (settings.sets().contains(RuleSet.HADOLINT)) {
      HadolintChecks.run(parsed, settings.configuration()).forEach(d -> add(d, settings, found));
    }
    if (settings.sets().contains(RuleSet.JBUILD)) {
      Advice.run(parsed, settings.build(), settings.context())
          .forEach(d -> add(d, settings, found));
    }
    more.forEach(d -> add(d, settings, found));
    found.sort(BY_PLACE);
    Optional<String> options =
        Optional.ofNullable(settings.build().buildArgs().get(Checks.OPTIONS_ARG));
    boolean hadolint = !settings.configuration().disableIgnorePragma();
    return new Suppressions(parsed.dockerfile(), options, hadolint).heard(found);
  }

  /** The same with nothing found by others. */
  public static List<Finding> run(Parsed parsed, RuleSettings settings) {
    return run(parsed, settings, List.of());
  }

  private static void add(Diagnostic diagnostic, RuleSettings settings, List<Finding> found) {
    RuleInfo rule = RuleCatalogue.ofCode(diagnostic.code());
    if (diagnostic.severity() == Severity.ERROR && RuleCatalogue.isOfLanguage(rule.id())) {
      found.add(new Finding(diagnostic, rule));
      return;
    }
    Optional<Severity> severity =
        settings
            .configuration()
            .severities()
            .getOrDefault(rule.id(), Optional.of(diagnostic.severity()));
    boolean heard =
        settings.sets().contains(rule.set())
            && !settings.configuration().ignored().contains(rule.id());
    if (heard && severity.isPresent()) {
      found.add(new Finding(diagnostic.withSeverity(severity.get()), rule));
    }
  }
}
