package io.jbuild.core.plan;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what planning has to say; the same finding twice is said once. */
final class Findings {
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  void error(String code, Source source, Range range, String message) {
    found.add(new Diagnostic(Severity.ERROR, code, source, range, message, Optional.empty()));
  }

  void error(String code, Source source, Range range, String message, String hint) {
    found.add(new Diagnostic(Severity.ERROR, code, source, range, message, Optional.of(hint)));
  }

  void warning(String code, Source source, Range range, String message, String hint) {
    found.add(new Diagnostic(Severity.WARNING, code, source, range, message, Optional.of(hint)));
  }

  void addAll(List<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  List<Diagnostic> all() {
    return new ArrayList<>(found);
  }
}
