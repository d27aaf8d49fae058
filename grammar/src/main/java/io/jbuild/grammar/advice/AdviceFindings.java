package io.jbuild.grammar.advice;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DiagnosticList;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Optional;

/** Collects what the rules find. */
final class AdviceFindings {
  private final Source source;
  private final DiagnosticList all = new DiagnosticList();

  AdviceFindings(Source source) {
    this.source = source;
  }

  void add(AdviceRule rule, Range range, String message, String hint) {
    all.add(diagnostic(rule, range, message, hint));
  }

  void add(AdviceRule rule, Range range, String message, String hint, Fix fix) {
    all.add(diagnostic(rule, range, message, hint).withFix(fix));
  }

  private Diagnostic diagnostic(AdviceRule rule, Range range, String message, String hint) {
    return new Diagnostic(rule.severity(), rule.id(), source, range, message, Optional.of(hint));
  }

  List<Diagnostic> all() {
    return List.copyOf(all.all());
  }
}
