package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DiagnosticList;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what rules find: of each rule one finding an instruction, as hadolint has it. */
final class Findings {
  private final Source source;
  private final HadolintSettings settings;
  private final HadolintPragmas pragmas;
  private final DiagnosticList found = new DiagnosticList();
  private final Set<Key> keys = new HashSet<>();

  private record Key(HadolintRule rule, int start) {}

  Findings(Source source, HadolintSettings settings, HadolintPragmas pragmas) {
    this.source = source;
    this.settings = settings;
    this.pragmas = pragmas;
  }

  HadolintSettings settings() {
    return settings;
  }

  Source source() {
    return source;
  }

  /** Adds a finding without a fix. */
  void add(HadolintRule rule, Visit visit, Range exact, String message, String hint) {
    add(rule, visit.place(), exact, message, hint, Optional.empty());
  }

  /** Adds a finding with a fix. */
  void add(HadolintRule rule, Visit visit, Range exact, String message, String hint, Fix fix) {
    add(rule, visit.place(), exact, message, hint, Optional.of(fix));
  }

  /** Adds a finding beside others of the rule in the same instruction. */
  void addEach(HadolintRule rule, Instruction place, Range exact, String message, String hint) {
    keys.remove(new Key(rule, place.range().start()));
    add(rule, place, exact, message, hint, Optional.empty());
  }

  /**
   * Adds a finding, unless the rule is off or ignored there or has one there already.
   *
   * @param exact the characters it is about; where they stand in a later line of the instruction
   *     the finding begins at the keyword, so that its line is hadolint's
   */
  void add(
      HadolintRule rule,
      Instruction place,
      Range exact,
      String message,
      String hint,
      Optional<Fix> fix) {
    Optional<Severity> severity = settings.severity(rule);
    if (severity.isEmpty()
        || !found.takes(rule.id())
        || (!settings.disableIgnorePragma() && pragmas.ignores(rule.id(), place))
        || !keys.add(new Key(rule, place.range().start()))) {
      return;
    }
    Range range = exact;
    if (source.line(exact.start()) != place.firstLine()) {
      range = place.origin().keywordRange().to(exact);
    }
    add(severity.get(), rule, range, exact, message, hint, fix);
  }

  /** Adds a finding that is about no instruction of the tree. */
  void add(HadolintRule rule, Range range, String message, String hint) {
    if (settings.disableIgnorePragma() || !pragmas.ignores(rule.id(), range.start())) {
      settings
          .severity(rule)
          .ifPresent(
              severity -> add(severity, rule, range, range, message, hint, Optional.empty()));
    }
  }

  private void add(
      Severity severity,
      HadolintRule rule,
      Range range,
      Range exact,
      String message,
      String hint,
      Optional<Fix> fix) {
    found.add(
        new Diagnostic(severity, rule.id(), source, range, exact, message, Optional.of(hint), fix));
  }

  /** All in the order of the file. */
  List<Diagnostic> sorted() {
    found
        .all()
        .sort(
            Comparator.<Diagnostic>comparingInt(d -> d.range().start())
                .thenComparing(Diagnostic::code));
    return found.all();
  }
}
