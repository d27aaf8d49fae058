package io.jbuild.core.plan;

import io.jbuild.grammar.Diagnostic;
import java.util.List;

/**
 * A build that cannot go on for reasons that lie in its input; every reason has its place there.
 */
public final class BuildFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public BuildFailure(List<Diagnostic> diagnostics) {
    super(diagnostics.isEmpty() ? "the build failed" : diagnostics.getFirst().message());
    this.diagnostics = List.copyOf(diagnostics);
  }

  public BuildFailure(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.message(), cause);
    this.diagnostics = List.of(diagnostic);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
