package io.jbuild.cli.lsp;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.check.Finding;
import io.jbuild.grammar.check.RuleTag;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;

/** Findings as diagnostics of the protocol. */
final class DiagnosticMessages {
  private DiagnosticMessages() {}

  static List<Diagnostic> of(TextDocument document, List<Finding> findings, RulePages pages) {
    return findings.stream().map(finding -> of(document, finding, pages)).toList();
  }

  static Diagnostic of(TextDocument document, Finding finding, RulePages pages) {
    io.jbuild.grammar.Diagnostic found = finding.diagnostic();
    var message = new Diagnostic();
    message.setRange(Places.range(document, found.focus()));
    message.setSeverity(severity(found.severity()));
    message.setCode(finding.rule().id());
    message.setSource(finding.rule().set().label());
    message.setMessage(found.message() + found.hint().map(hint -> "\n" + hint).orElse(""));
    pages
        .of(finding.rule())
        .map(DiagnosticCodeDescription::new)
        .ifPresent(message::setCodeDescription);
    List<DiagnosticTag> tags = new ArrayList<>();
    for (RuleTag tag : finding.rule().tags()) {
      tags.add(tag == RuleTag.DEPRECATED ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary);
    }
    if (!tags.isEmpty()) {
      message.setTags(tags);
    }
    return message;
  }

  static DiagnosticSeverity severity(Severity severity) {
    return switch (severity) {
      case ERROR -> DiagnosticSeverity.Error;
      case WARNING -> DiagnosticSeverity.Warning;
      case INFO -> DiagnosticSeverity.Information;
      case STYLE -> DiagnosticSeverity.Hint;
    };
  }
}
