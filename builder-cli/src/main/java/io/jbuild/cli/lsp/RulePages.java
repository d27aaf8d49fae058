package io.jbuild.cli.lsp;

import io.jbuild.grammar.advice.AdviceRule;
import io.jbuild.grammar.check.RuleCatalogue;
import io.jbuild.grammar.check.RuleInfo;
import io.jbuild.grammar.lint.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The page about a rule: that of its project, and for {@link AdviceRule jbuild's own} the one that
 * lies beside the program, since editor and server are on one machine.
 */
final class RulePages {
  private static final String LANGUAGE = "the-language";

  /** For checks of BuildKit that have no page of their own. */
  private static final String BUILD_CHECKS = "https://docs.docker.com/reference/build-checks/";

  private final Optional<Path> own;

  /**
   * Pages of a session.
   *
   * @param folder of the program's own pages
   */
  RulePages(Optional<Path> folder) {
    this.own = folder.map(docs -> docs.resolve("rules.md")).filter(Files::isRegularFile);
  }

  Optional<String> of(RuleInfo rule) {
    if (rule.url().isPresent()) {
      return rule.url();
    }
    if (rule.set() != RuleSet.JBUILD) {
      return rule.set() == RuleSet.BUILDKIT ? Optional.of(BUILD_CHECKS) : Optional.empty();
    }
    String anchor = RuleCatalogue.isOfLanguage(rule.id()) ? LANGUAGE : rule.id();
    return own.map(page -> page.toUri() + "#" + anchor);
  }
}
