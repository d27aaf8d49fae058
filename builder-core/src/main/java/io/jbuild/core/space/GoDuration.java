package io.jbuild.core.space;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time span as docker's options take it: {@code 90m}, {@code 1h30m}, and days and weeks. */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|h|m|s|d|w)");

  private GoDuration() {}

  /**
   * Reads a time span.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Duration parse(String text) {
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
    if (end != text.length() || text.isEmpty()) {
      throw new IllegalArgumentException("`" + text + "` is no time span: write `24h` or `7d`");
    }
    return sum;
  }
}
