package io.jbuild.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 100ms}; the units are ns, us,
 * ms, s, m and h.
 */
final class GoDuration {
  private GoDuration() {}

  /** The nanoseconds of a text, empty if it is no duration or does not fit. */
  static Optional<Long> parse(String text) {
    int at = 0;
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      at++;
    }
    String rest = text.substring(at);
    if (rest.equals("0")) {
      return Optional.of(0L);
    }
    if (rest.isEmpty() || rest.length() > 100) {
      return Optional.empty();
    }
    BigInteger total = BigInteger.ZERO;
    int i = 0;
    while (i < rest.length()) {
      int start = i;
      while (i < rest.length() && (isDigit(rest.charAt(i)) || rest.charAt(i) == '.')) {
        i++;
      }
      String number = rest.substring(start, i);
      int unitStart = i;
      while (i < rest.length() && !isDigit(rest.charAt(i)) && rest.charAt(i) != '.') {
        i++;
      }
      long unit = nanoseconds(rest.substring(unitStart, i));
      boolean hasDigit = number.chars().anyMatch(c -> isDigit((char) c));
      if (unit == 0 || !hasDigit || number.indexOf('.') != number.lastIndexOf('.')) {
        return Optional.empty();
      }
      var value = new BigDecimal(number.endsWith(".") ? number + "0" : number);
      total = total.add(value.multiply(BigDecimal.valueOf(unit)).toBigInteger());
    }
    if (negative) {
      total = total.negate();
    }
    return total.bitLength() > 63 ? Optional.empty() : Optional.of(total.longValue());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long nanoseconds(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "\u00B5s", "\u03BCs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 0;
    };
  }
}
