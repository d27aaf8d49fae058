package io.jbuild.grammar;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * HEALTHCHECK: how to see that a container works.
 *
 * @param origin how it stands in its source
 * @param flags as written
 * @param command empty for NONE
 */
public record Healthcheck(Origin origin, List<Flag> flags, Optional<Command> command)
    implements Instruction {
  public Healthcheck {
    flags = List.copyOf(flags);
  }

  @Override
  public String keyword() {
    return "HEALTHCHECK";
  }

  /**
   * The value of a flag that takes a duration.
   *
   * @param flag {@code interval}, {@code timeout}, {@code start-period} or {@code start-interval}
   * @return empty if the flag is absent or empty
   */
  public Optional<Duration> duration(String flag) {
    return value(flag).flatMap(GoDuration::parse).map(Duration::ofNanos);
  }

  /** The value of {@code --retries}; empty if it is absent or empty. */
  public OptionalInt retries() {
    return value("retries")
        .flatMap(HealthcheckReader::count)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private Optional<String> value(String name) {
    return flags.stream()
        .filter(flag -> flag.name().equals(name))
        .flatMap(flag -> flag.value().stream())
        .map(Word::text)
        .findFirst();
  }
}
