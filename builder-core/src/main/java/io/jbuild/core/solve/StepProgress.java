package io.jbuild.core.solve;

import io.jbuild.core.plan.BuildFailure;
import io.jbuild.core.plan.PlannedStep;
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
    return new BuildFailure(
        List.of(
            new Diagnostic(
                Severity.ERROR, code, planned.source(), planned.range(), message, hint)));
  }

  String title() {
    return planned == null ? "" : planned.title();
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
