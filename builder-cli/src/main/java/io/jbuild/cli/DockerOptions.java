package io.jbuild.cli;

import java.util.Map;
import java.util.Optional;

/** Options of {@code docker build} and {@code docker buildx build} that jbuild has not got yet. */
final class DockerOptions {
  private static final String ALONE = "leave it out";
  private static final String LIMITS =
      "leave it out, or set the limit around jbuild, for example with `systemd-run`";

  /** What to do instead, by option. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("--annotation", "use `--label`, or annotate the exported image"),
          Map.entry("--attest", ALONE),
          Map.entry("--builder", "leave it out: jbuild itself is the builder"),
          Map.entry("--cache-from", "leave it out: the store is the cache"),
          Map.entry("--cache-to", "leave it out: the store is the cache"),
          Map.entry("--cgroup-parent", LIMITS),
          Map.entry("--compress", ALONE),
          Map.entry("--cpu-period", LIMITS),
          Map.entry("--cpu-quota", LIMITS),
          Map.entry("--cpu-shares", LIMITS),
          Map.entry("-c", LIMITS),
          Map.entry("--cpuset-cpus", LIMITS),
          Map.entry("--cpuset-mems", LIMITS),
          Map.entry("--debug", ALONE),
          Map.entry("--disable-content-trust", ALONE),
          Map.entry("--force-rm", "leave it out: nothing is left behind"),
          Map.entry(
              "--load",
              "leave it out and load the file of `-o type=docker,dest=FILE` with `docker load -i"
                  + " FILE`"),
          Map.entry("--memory", LIMITS),
          Map.entry("-m", LIMITS),
          Map.entry("--memory-swap", LIMITS),
          Map.entry("--policy", ALONE),
          Map.entry("--rm", "leave it out: nothing is left behind"),
          Map.entry("--security-opt", ALONE),
          Map.entry("--squash", "copy the files into a last stage: `COPY --from=STAGE / /`"),
          Map.entry("--stream", ALONE));

  private DockerOptions() {}

  /** What to do instead of an option that docker has and jbuild has not; empty for any other. */
  static Optional<String> instead(String option) {
    return Optional.ofNullable(INSTEAD.get(option));
  }
}
