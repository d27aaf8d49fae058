package io.jbuild.core.sandbox;

import java.util.List;

/**
 * One run. Everything that has an effect is in it; names of users are numbers already.
 *
 * @param mounts beside /proc, /sys and /dev, which every run has; in this order
 */
public record RunSpec(
    RootLayers root, RunCommand command, List<Mount> mounts, Isolation isolation) {
  public RunSpec {
    mounts = List.copyOf(mounts);
  }
}
