package io.jbuild.core.solve;

import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PlannedStep;
import io.jbuild.core.plan.StepPlace;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells a listener of one step, and makes the diagnostics that point at its instruction. */
final class StepProgress {
  /** Of a step that no plan lists: it has no instruction of its own. */
  static final StepProgress NONE = new StepProgress(0, null, BuildListener.SILENT);

  private final int number;
  private final PlannedStep planned;
  private final BuildListener listener;
  private long startedNanos;

  StepProgress(int number, PlannedStep planned, BuildListener listener) {
    this.number = number;
    this.planned = planned;
    this.listener = listener;
  }

  void started() {
    startedNanos = System.nanoTime();
    listener.on(new BuildEvent.StepStarted(number, title()));
  }

  void cached() {
    listener.on(new BuildEvent.StepCached(number, title()));
  }

  void output(byte[] bytes) {
    listener.on(new BuildEvent.StepOutput(number, bytes));
  }

  Duration done() {
    Duration took = took();
    listener.on(new BuildEvent.StepDone(number, took));
    return took;
  }

  void failed() {
    listener.on(new BuildEvent.StepFailed(number, took()));
  }

  void warn(String message) {
    listener.on(new BuildEvent.Warning(planned == null ? message : title() + ": " + message));
  }

  /** The end of a build at this step's instruction. */
  BuildFailure failure(String code, String message, Optional<String> hint) {
    return failure(code, message, hint, Optional.empty());
  }

  /** The end of a build at a word of this step, or at its instruction. */
  BuildFailure failure(
      String code, String message, Optional<String> hint, Optional<StepPlace> place) {
    return new BuildFailure(List.of(diagnostic(code, message, hint, place)));
  }

  /** The end of a build because this machine cannot do what this step's instruction asks. */
  BuildFailure environmentFailure(
      String code, String message, Optional<String> hint, Throwable cause) {
    return BuildFailure.ofEnvironment(diagnostic(code, message, hint, Optional.empty()), cause);
  }

  private Diagnostic diagnostic(
      String code, String message, Optional<String> hint, Optional<StepPlace> place) {
    return new Diagnostic(
        Severity.ERROR,
        code,
        place.map(StepPlace::source).orElse(planned.source()),
        place.map(StepPlace::range).orElse(planned.range()),
        planned.platform().isEmpty() ? message : "`" + planned.platform() + "`: " + message,
        hint);
  }

  /** Whether a plan lists the step, so that there is an instruction to point at. */
  boolean hasPlace() {
    return planned != null;
  }

  /** The words of a role that the step came from. */
  List<StepPlace> places(StepPlace.Role role) {
    return planned == null
        ? List.of()
        : planned.places().stream().filter(place -> place.role() == role).toList();
  }

  String title() {
    return planned == null ? "" : planned.title();
  }

  /** The stage of the step; empty for {@link #NONE}. */
  String stage() {
    return planned == null ? "" : planned.stage();
  }

  /** The number of the step in its stage. */
  int number() {
    return planned == null ? 0 : planned.number();
  }

  /** A reason for which the step runs. */
  void because(String reason) {
    listener.on(new BuildEvent.Note("#" + number + " because " + reason));
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
