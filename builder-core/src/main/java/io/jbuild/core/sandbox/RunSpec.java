package io.jbuild.core.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * One run. Everything that has an effect is in it; names of users are numbers already.
 *
 * @param mounts beside /proc, /sys and /dev, which every run has; in this order. Of several at one
 *     target the last one counts, in the place of the first; one at /dev/shm replaces that
 * @param controlGroup which its processes enter
 * @param emulation what its programs need to run, where they are not this machine's own
 */
public record RunSpec(
    RunRoot root,
    RunCommand command,
    List<Mount> mounts,
    Isolation isolation,
    Optional<Path> controlGroup,
    Optional<Emulation> emulation) {
  /** A run in the control group of this process. */
  public RunSpec(RunRoot root, RunCommand command, List<Mount> mounts, Isolation isolation) {
    this(root, command, mounts, isolation, Optional.empty(), Optional.empty());
  }

  /** The same root, mounts and surroundings for another command. */
  public RunSpec with(RunCommand other) {
    return new RunSpec(root, other, mounts, isolation, Optional.empty(), emulation);
  }

  public RunSpec {
    var byTarget = new LinkedHashMap<String, Mount>();
    mounts.forEach(mount -> byTarget.put(mount.target(), mount));
    mounts = List.copyOf(byTarget.values());
  }
}
