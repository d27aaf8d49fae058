package io.jbuild.core.plan;

import io.jbuild.grammar.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What planning gives.
 *
 * @param plan empty exactly when a diagnostic is an error
 * @param diagnostics in the order in which they were found
 */
public record PlanResult(Optional<Plan> plan, List<Diagnostic> diagnostics) {
  public PlanResult {
    diagnostics = List.copyOf(diagnostics);
  }
}
