package io.jbuild.core.progress;

/**
 * Receives the events of a build, from several threads at once; returns quickly and never throws.
 */
@FunctionalInterface
public interface BuildListener {
  /** Shows nothing. */
  BuildListener SILENT = event -> {};

  void on(BuildEvent event);
}
