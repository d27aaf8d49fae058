package io.jbuild.core.plan;

import io.jbuild.grammar.Diagnostic;
import java.util.List;

/**
 * A build that cannot go on for reasons that lie in its input; every reason has its place there.
 */
public final class BuildFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;
  private final boolean ofEnvironment;

  public BuildFailure(List<Diagnostic> diagnostics) {
    super(diagnostics.isEmpty() ? "the build failed" : diagnostics.getFirst().message());
    this.diagnostics = List.copyOf(diagnostics);
    this.ofEnvironment = false;
  }

  private BuildFailure(Diagnostic diagnostic, Throwable cause) {
    super(diagnostic.message(), cause);
    this.diagnostics = List.of(diagnostic);
    this.ofEnvironment = true;
  }

  /** A build that this machine cannot do, with the place that asks for what it lacks. */
  public static BuildFailure ofEnvironment(Diagnostic diagnostic, Throwable cause) {
    return new BuildFailure(diagnostic, cause);
  }

  /** Whether the machine is what says no, rather than what is built. */
  public boolean ofEnvironment() {
    return ofEnvironment;
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
