package io.jbuild.core.sandbox;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * One run. Everything that has an effect is in it; names of users are numbers already.
 *
 * @param mounts beside /proc, /sys and /dev, which every run has; in this order. Of several at one
 *     target the last one counts, in the place of the first; one at /dev/shm replaces that
 */
public record RunSpec(RunRoot root, RunCommand command, List<Mount> mounts, Isolation isolation) {
  public RunSpec {
    var byTarget = new LinkedHashMap<String, Mount>();
    mounts.forEach(mount -> byTarget.put(mount.target(), mount));
    mounts = List.copyOf(byTarget.values());
  }
}
