package io.jbuild.grammar;

import java.util.List;

/**
 * What parsing gives: a tree, whole as far as it could be understood, and what is to be said.
 *
 * @param dockerfile the tree; instructions that could not be understood are not in it
 * @param diagnostics in the order of the file; the file can be built if none is an error
 */
public record Parsed(Dockerfile dockerfile, List<Diagnostic> diagnostics) {
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether a diagnostic is an error, so that the file must not be built. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
