package io.jbuild.core.sandbox;

/** What becomes the root of a run. */
public sealed interface RunRoot permits RootLayers, RootTree {}
