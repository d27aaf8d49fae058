package io.jbuild.core.plan;

import io.jbuild.grammar.Diagnostic;
import java.util.List;

/**
 * The images that a plan still needs.
 *
 * @param requests those not yet pinned, each name and platform once, in the order of the
 *     Dockerfile; empty when planning can begin
 * @param diagnostics what is wrong already
 */
public record NeededImages(List<ImageRequest> requests, List<Diagnostic> diagnostics) {
  public NeededImages {
    requests = List.copyOf(requests);
    diagnostics = List.copyOf(diagnostics);
  }
}
