package io.jbuild.cli;

import java.util.Map;
import java.util.Optional;

/** Options of {@code docker build} and {@code docker buildx build} that jbuild has not got yet. */
final class DockerOptions {
  private static final String ALONE = "leave it out";

  /** What to do instead, by option. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("--attest", ALONE),
          Map.entry("--compress", ALONE),
          Map.entry("--debug", ALONE),
          Map.entry("--disable-content-trust", ALONE),
          Map.entry("--force-rm", "leave it out: nothing is left behind"),
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
