package io.jbuild.grammar.lint;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs BuildKit's build checks. */
public final class Checks {
  /** The build arg that takes the place of {@code # check=}. */
  public static final String OPTIONS_ARG = "BUILDKIT_DOCKERFILE_CHECK";

  private Checks() {}

  /**
   * What parsing and the checks have to say, in the order of the file. Findings of a rule have its
   * {@link Rule#id} for a code; they are warnings, or errors where {@code error=true} is asked for.
   * Never throws for what stands in the file.
   *
   * @throws IllegalArgumentException when a platform of the settings is none
   */
  public static List<Diagnostic> run(Parsed parsed, CheckSettings settings) {
    Dockerfile file = parsed.dockerfile();
    List<Diagnostic> parsing = new ArrayList<>(parsed.diagnostics());
    parsing.removeIf(d -> d.code().equals(InstructionChecks.EMPTY_CONTINUATION));
    CheckOptions options = CheckOptions.NONE;
    try {
      options = options(file, settings);
    } catch (IllegalArgumentException e) {
      parsing.add(
          new Diagnostic(
              Severity.ERROR,
              "bad-check-option",
              file.source(),
              optionRange(file),
              e.getMessage(),
              Optional.empty()));
    }
    var report = new Report(file.source(), options, file.comments());
    new InstructionChecks(file, report).run(parsed.diagnostics());
    if (!parsed.hasErrors()) {
      new StageNameChecks(file, report).run();
      var from = new FromChecks(file, settings, report);
      List<StageBase> bases = from.run();
      if (!report.failed()) {
        new StageWalk(file, settings, bases, from.global(), report).run();
      }
    }
    return report.sorted(parsing);
  }

  private static CheckOptions options(Dockerfile file, CheckSettings settings) {
    String given = settings.buildArgs().get(OPTIONS_ARG);
    return CheckOptions.parse(given != null ? given : file.directives().check().orElse(""));
  }

  /** The line of {@code # check=}; the head of the file for a build arg. */
  private static Range optionRange(Dockerfile file) {
    String text = file.directives().check().orElse("");
    int at = text.isEmpty() ? -1 : file.source().text().indexOf(text);
    return at < 0 ? new Range(0, 0) : new Range(at, at + text.length());
  }
}
