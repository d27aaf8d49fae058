package io.jbuild.core.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * Limits of memory and processors that hold for a run with all its processes, as files of a control
 * group (cgroup v2, Documentation/admin-guide/cgroup-v2.rst).
 *
 * @param settings in the order in which they are written
 * @param parent the group in which the groups of runs are made, from the root of the hierarchy;
 *     nothing for the group of this process
 */
public record ResourceLimits(List<Setting> settings, Optional<String> parent) {
  /** No limit. */
  public static final ResourceLimits NONE = new ResourceLimits(List.of(), Optional.empty());

  public ResourceLimits {
    settings = List.copyOf(settings);
  }

  /** Whether runs need no group of their own. */
  public boolean isNone() {
    return settings.isEmpty() && parent.isEmpty();
  }

  /**
   * One file of a group.
   *
   * @param option what asked for it, for messages
   * @param file such as {@code memory.max}; what stands before the dot is the controller
   */
  public record Setting(String option, String file, String text) {
    String controller() {
      return file.substring(0, file.indexOf('.'));
    }
  }
}
