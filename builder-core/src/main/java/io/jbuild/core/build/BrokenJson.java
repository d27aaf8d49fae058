package io.jbuild.core.build;

import io.jbuild.core.plan.BuildFailure;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Arguments that look like the JSON form and are none. They are taken as plain text with a warning;
 * where that text is then found wrong, the JSON form is what the user has to be told of.
 */
final class BrokenJson {
  private static final String CODE = "json-form-ignored";

  private BrokenJson() {}

  static boolean isAbout(Diagnostic warning) {
    return warning.code().equals(CODE);
  }

  /** The failure with the errors that lie in a broken JSON form told as that one mistake. */
  static BuildFailure blamed(BuildFailure failure, List<Diagnostic> warnings) {
    if (failure.ofEnvironment()) {
      return failure;
    }
    Set<Diagnostic> told = new LinkedHashSet<>();
    for (Diagnostic error : failure.diagnostics()) {
      told.add(
          warnings.stream()
              .filter(BrokenJson::isAbout)
              .filter(warning -> holds(warning, error))
              .findFirst()
              .map(BrokenJson::asError)
              .orElse(error));
    }
    return new BuildFailure(List.copyOf(told));
  }

  private static boolean holds(Diagnostic outer, Diagnostic inner) {
    return outer.source().equals(inner.source())
        && outer.range().start() <= inner.range().start()
        && inner.range().end() <= outer.range().end();
  }

  private static Diagnostic asError(Diagnostic warning) {
    return new Diagnostic(
        Severity.ERROR,
        "bad-json-form",
        warning.source(),
        warning.range(),
        "this looks like the JSON form and is not valid JSON; as plain words it is not valid"
            + " either",
        warning.hint());
  }
}
