package io.jbuild.cli.image;

import io.jbuild.core.space.GoDuration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** A time as docker's filters take it: a time ago, seconds since 1970, or a date. */
public final class PointInTime {
  private PointInTime() {}

  /**
   * Reads {@code 10m}, {@code 1h30m}, {@code 7d}, {@code 1700000000}, {@code 2024-05-06}, {@code
   * 2024-05-06T07:08:09} (of this machine's zone) or RFC 3339.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Instant parse(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,11}(\\.[0-9]+)?")) {
        return Instant.ofEpochSecond(Long.parseLong(text.replaceFirst("\\..*", "")));
      }
      if (text.matches("([0-9]+[a-z]+)+")) {
        return now.minus(GoDuration.parse(text));
      }
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return text.matches(".*T.*(Z|[+-][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw bad(text);
    }
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "`until=" + text + "` is no time: write `24h`, `7d`, `2024-05-06` or a time of RFC 3339");
  }
}
