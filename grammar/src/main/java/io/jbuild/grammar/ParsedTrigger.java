package io.jbuild.grammar;

import java.util.List;
import java.util.Optional;

/**
 * What parsing an ONBUILD trigger of a base image gives.
 *
 * @param instruction empty if it could not be understood
 * @param source the trigger's text, named after the image
 * @param diagnostics what is to be said
 */
public record ParsedTrigger(
    Optional<Instruction> instruction, Source source, List<Diagnostic> diagnostics) {
  public ParsedTrigger {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether a diagnostic is an error. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
