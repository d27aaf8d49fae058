package io.jbuild.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a RUN has mounted beside its root: {@code --mount}. All of it counts for the step's
 * identity; values of secrets, agents and what caches hold are not in it.
 *
 * <p>Targets are absolute and clean, and never {@code /}. Sources are absolute and clean.
 */
public sealed interface RunMount {
  /**
   * A part of a build context, stage or image.
   *
   * @param writable whether writes are let through; they are thrown away after the command
   */
  record Bind(CopyOrigin origin, String source, String target, boolean writable)
      implements RunMount {}

  /**
   * A folder that stays from build to build.
   *
   * @param namespace of BUILDKIT_CACHE_MOUNT_NS, empty mostly
   * @param origin what a new cache starts out with
   * @param source what of the cache is mounted
   * @param made how the folder of a new cache is made; such a cache is another one than that of the
   *     same id without. Nothing for 0755 of 0:0
   */
  record Cache(
      String namespace,
      String id,
      Sharing sharing,
      CopyOrigin origin,
      String source,
      String target,
      boolean readOnly,
      Optional<Access> made)
      implements RunMount {}

  /**
   * Memory.
   *
   * @param bytes upper limit; 0: that of the kernel
   */
  record Tmpfs(String target, long bytes, boolean readOnly) implements RunMount {}

  /**
   * A secret, as a file, a variable, or both.
   *
   * @param required whether the build fails where none was given
   */
  record Secret(
      String id,
      Optional<String> target,
      Optional<String> variable,
      boolean required,
      Access access)
      implements RunMount {}

  /** A socket that leads to an ssh agent. */
  record Ssh(String id, String target, boolean required, Access access) implements RunMount {}

  /** Permission bits and owner, as numbers inside of the image. */
  record Access(int mode, long uid, long gid) {}

  /** What happens when two commands want one cache at the same time. */
  enum Sharing {
    /** Both use it. */
    SHARED,
    /** The second one gets another cache. */
    PRIVATE,
    /** The second one waits. */
    LOCKED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where files of a mount come from; nothing for those that have none. */
  static Optional<CopyOrigin> origin(RunMount mount) {
    return switch (mount) {
      case Bind bind -> Optional.of(bind.origin());
      case Cache cache -> Optional.of(cache.origin());
      case Tmpfs _, Secret _, Ssh _ -> Optional.empty();
    };
  }

  /** The steps that mounts read, one for each mount that reads one, in order. */
  static List<Step> steps(List<RunMount> mounts) {
    var steps = new ArrayList<Step>();
    for (RunMount mount : mounts) {
      if (origin(mount).orElse(null) instanceof CopyOrigin.FromStep(Step step)) {
        steps.add(step);
      }
    }
    return steps;
  }
}
