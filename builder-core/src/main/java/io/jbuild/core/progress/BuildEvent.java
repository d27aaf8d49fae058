package io.jbuild.core.progress;

import java.time.Duration;

/** What happens during a build, for whoever shows or records it. Nothing flows back. */
public sealed interface BuildEvent {
  /** A step begins to run. */
  record StepStarted(int step, String title) implements BuildEvent {}

  /** A step's earlier result is used. */
  record StepCached(int step, String title) implements BuildEvent {}

  /**
   * Output of a step's command as it comes.
   *
   * @param bytes a piece, not necessarily a whole line; owned by the receiver
   */
  record StepOutput(int step, byte[] bytes) implements BuildEvent {}

  /** A step has its result. */
  record StepDone(int step, Duration took) implements BuildEvent {}

  /** A step failed; the reason comes as the build's outcome. */
  record StepFailed(int step, Duration took) implements BuildEvent {}

  /**
   * Bytes of long work: a pull, an unpacking, an export.
   *
   * @param what for example {@code pull docker.io/library/debian:latest}
   * @param total bytes in all, 0 when that is not known
   */
  record Transfer(String what, long done, long total, boolean finished) implements BuildEvent {}

  /** Something small that was done at once, in one line. */
  record Note(String text) implements BuildEvent {}

  /** Something a user should know and the build goes on. */
  record Warning(String message) implements BuildEvent {}

  /**
   * Something in the Dockerfile that a user should know and the build goes on.
   *
   * @param text with its place, severity and excerpt; several lines
   */
  record Finding(String text) implements BuildEvent {}
}
