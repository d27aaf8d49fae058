package io.jbuild.cli.image;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as docker's filters take it: a time ago, seconds since 1970, or a date. */
final class PointInTime {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|h|m|s|d|w)");

  private PointInTime() {}

  /**
   * Reads {@code 10m}, {@code 1h30m}, {@code 7d}, {@code 1700000000}, {@code 2024-05-06}, {@code
   * 2024-05-06T07:08:09} (of this machine's zone) or RFC 3339.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static Instant parse(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,11}(\\.[0-9]+)?")) {
        return Instant.ofEpochSecond(Long.parseLong(text.replaceFirst("\\..*", "")));
      }
      if (text.matches("([0-9]+[a-z]+)+")) {
        return now.minus(duration(text));
      }
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return text.matches(".*T.*(Z|[+-][0-9]{2}:[0-9]{2})")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw bad(text);
    }
  }

  private static Duration duration(String text) {
    Matcher parts = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (parts.find() && parts.start() == end) {
      long count = Long.parseLong(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "w" -> Duration.ofDays(7 * count);
                case "d" -> Duration.ofDays(count);
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMillis(count);
              });
      end = parts.end();
    }
    if (end != text.length()) {
      throw bad(text);
    }
    return sum;
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "`until=" + text + "` is no time: write `24h`, `7d`, `2024-05-06` or a time of RFC 3339");
  }
}
