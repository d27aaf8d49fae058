package io.jbuild.core.solve;

import io.jbuild.core.sandbox.Isolation;
import io.jbuild.core.sandbox.ResourceLimits;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a user gives all commands of a build and what identifies none of them.
 *
 * @param hosts addresses by name, of {@code --add-host}; the names are in the plan, too
 * @param shmBytes size of /dev/shm
 * @param resources limits of memory and processors
 */
public record RunSettings(
    SortedMap<String, String> hosts,
    long shmBytes,
    List<Isolation.Limit> limits,
    ResourceLimits resources) {
  /** What docker build does when nothing is asked for. */
  public static final RunSettings DEFAULT =
      new RunSettings(
          Collections.emptySortedMap(),
          Isolation.DEFAULT.shmBytes(),
          List.of(),
          ResourceLimits.NONE);

  public RunSettings {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    limits = List.copyOf(limits);
  }
}
