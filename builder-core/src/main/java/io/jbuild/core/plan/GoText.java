package io.jbuild.core.plan;

import io.jbuild.core.image.Healthcheck;
import io.jbuild.grammar.GoQuote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts as Go writes them. BuildKit's history lines and the durations of HEALTHCHECK have Go's
 * forms, and tools compare them.
 */
final class GoText {
  private static final long SECOND = 1_000_000_000L;

  private GoText() {}

  /** {@code [a b]}, as {@code %v} prints a list. */
  static String list(List<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /** {@code ["a" "b"]}, as {@code %q} prints a list. */
  static String quotedList(List<String> values) {
    return values.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
  }

  /** The text in double quotes, with Go's escapes. */
  static String quote(String value) {
    var out = new StringBuilder();
    GoQuote.append(value, out);
    return out.toString();
  }

  /** A duration, for example {@code 1m30s}. */
  static String duration(long nanoseconds) {
    if (nanoseconds == 0) {
      return "0s";
    }
    String sign = nanoseconds < 0 ? "-" : "";
    long left = Math.abs(nanoseconds);
    if (left < SECOND) {
      return sign
          + (left < 1_000
              ? left + "ns"
              : left < 1_000_000
                  ? fraction(left, 1_000) + "\u00b5s"
                  : fraction(left, 1_000_000) + "ms");
    }
    long minutes = left / SECOND / 60;
    String seconds = fraction(left - minutes * 60 * SECOND, SECOND) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String fraction(long value, long unit) {
    return BigDecimal.valueOf(value)
        .divide(BigDecimal.valueOf(unit), 9, RoundingMode.UNNECESSARY)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** A health check as {@code %+v} prints Docker's struct. */
  static String healthcheck(Healthcheck check) {
    return "{Test:"
        + list(check.test())
        + " Interval:"
        + duration(check.interval())
        + " Timeout:"
        + duration(check.timeout())
        + " StartPeriod:"
        + duration(check.startPeriod())
        + " StartInterval:"
        + duration(check.startInterval())
        + " Retries:"
        + check.retries()
        + "}";
  }
}
