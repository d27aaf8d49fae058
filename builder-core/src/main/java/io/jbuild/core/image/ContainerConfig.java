package io.jbuild.core.image;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a runtime starts a container with (OCI image spec, config.md, {@code config}, and Docker's
 * extensions: Healthcheck, OnBuild, Shell, ArgsEscaped).
 *
 * @param user empty if none
 * @param env {@code NAME=value}, in order
 * @param entrypoint empty Optional when absent, which differs from an empty list
 * @param workingDir empty if none
 * @param stopSignal empty if none
 * @param shell empty list if none
 */
public record ContainerConfig(
    String user,
    SortedSet<String> exposedPorts,
    List<String> env,
    Optional<List<String>> entrypoint,
    Optional<List<String>> cmd,
    SortedSet<String> volumes,
    String workingDir,
    SortedMap<String, String> labels,
    String stopSignal,
    Optional<Healthcheck> healthcheck,
    List<String> onBuild,
    List<String> shell,
    boolean argsEscaped) {
  public static final ContainerConfig EMPTY =
      new ContainerConfig(
          "",
          new TreeSet<>(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          new TreeSet<>(),
          "",
          new TreeMap<>(),
          "",
          Optional.empty(),
          List.of(),
          List.of(),
          false);

  public ContainerConfig {
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    env = List.copyOf(env);
    entrypoint = entrypoint.map(List::copyOf);
    cmd = cmd.map(List::copyOf);
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    onBuild = List.copyOf(onBuild);
    shell = List.copyOf(shell);
  }
}
