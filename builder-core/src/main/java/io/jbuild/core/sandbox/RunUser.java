package io.jbuild.core.sandbox;

import java.util.List;

/**
 * A user as numbers, as seen inside of the image.
 *
 * @param groups supplementary groups
 */
public record RunUser(long uid, long gid, List<Long> groups) {
  /** Root with its own group alone. */
  public static final RunUser ROOT = new RunUser(0, 0, List.of());

  public RunUser {
    groups = List.copyOf(groups);
  }
}
