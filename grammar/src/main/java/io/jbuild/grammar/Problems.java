package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects diagnostics about one source. */
final class Problems {
  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();

  Problems(Source source) {
    this.source = source;
  }

  void error(String code, Range range, String message) {
    add(Severity.ERROR, code, range, message, Optional.empty());
  }

  void error(String code, Range range, String message, String hint) {
    add(Severity.ERROR, code, range, message, Optional.of(hint));
  }

  /** An error that can be mended. */
  void error(String code, Range range, String message, String hint, Optional<Fix> fix) {
    error(code, range, message, hint);
    fix.ifPresent(this::mend);
  }

  void warning(String code, Range range, String message, String hint) {
    add(Severity.WARNING, code, range, message, Optional.of(hint));
  }

  /** A warning about what can be mended. */
  void warning(String code, Range range, String message, String hint, Optional<Fix> fix) {
    warning(code, range, message, hint);
    fix.ifPresent(this::mend);
  }

  private void mend(Fix fix) {
    found.add(found.removeLast().withFix(fix));
  }

  private void add(
      Severity severity, String code, Range range, String message, Optional<String> hint) {
    found.add(new Diagnostic(severity, code, source, range, message, hint));
  }

  boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  void addAll(Problems others) {
    found.addAll(others.found);
  }

  /** Takes what another collector found, its errors as warnings. */
  void addAsWarnings(Problems others) {
    for (Diagnostic d : others.found) {
      add(Severity.WARNING, d.code(), d.range(), d.message(), d.hint());
      d.fix().ifPresent(this::mend);
    }
  }

  /** All in the order of the source. */
  List<Diagnostic> sorted() {
    found.sort((a, b) -> Integer.compare(a.range().start(), b.range().start()));
    return found;
  }
}
