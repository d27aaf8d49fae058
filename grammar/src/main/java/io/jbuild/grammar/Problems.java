package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/** Collects diagnostics about one source. */
final class Problems {
  private final Source source;
  private final DiagnosticList found = new DiagnosticList();

  Problems(Source source) {
    this.source = source;
  }

  void error(String code, Range range, String message) {
    add(Severity.ERROR, code, range, message, Optional.empty(), Optional.empty());
  }

  void error(String code, Range range, String message, String hint) {
    add(Severity.ERROR, code, range, message, Optional.of(hint), Optional.empty());
  }

  /** An error that can be mended. */
  void error(String code, Range range, String message, String hint, Optional<Fix> fix) {
    add(Severity.ERROR, code, range, message, Optional.of(hint), fix);
  }

  void warning(String code, Range range, String message, String hint) {
    add(Severity.WARNING, code, range, message, Optional.of(hint), Optional.empty());
  }

  /** A warning about what can be mended. */
  void warning(String code, Range range, String message, String hint, Optional<Fix> fix) {
    add(Severity.WARNING, code, range, message, Optional.of(hint), fix);
  }

  private void add(
      Severity severity,
      String code,
      Range range,
      String message,
      Optional<String> hint,
      Optional<Fix> fix) {
    if (found.takes(code)) {
      found.add(new Diagnostic(severity, code, source, range, message, hint, fix));
    }
  }

  boolean hasErrors() {
    return found.all().stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  void addAll(Problems others) {
    others.found.all().forEach(found::add);
  }

  /** Takes what another collector found, its errors as warnings. */
  void addAsWarnings(Problems others) {
    for (Diagnostic d : others.found.all()) {
      add(Severity.WARNING, d.code(), d.range(), d.message(), d.hint(), d.fix());
    }
  }

  /** All in the order of the source. */
  List<Diagnostic> sorted() {
    found.all().sort((a, b) -> Integer.compare(a.range().start(), b.range().start()));
    return found.all();
  }
}
