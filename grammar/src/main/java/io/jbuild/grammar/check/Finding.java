package io.jbuild.grammar.check;

import io.jbuild.grammar.Diagnostic;

/**
 * A diagnostic and the rule that it comes from.
 *
 * @param diagnostic what is to be said
 * @param rule whose id is the diagnostic's code
 */
public record Finding(Diagnostic diagnostic, RuleInfo rule) {
  /** Looks the rule up. */
  public static Finding of(Diagnostic diagnostic) {
    return new Finding(diagnostic, RuleCatalogue.ofCode(diagnostic.code()));
  }

  /** The line, counted from 1, in which it begins. */
  public int line() {
    return diagnostic.source().line(diagnostic.range().start());
  }
}
