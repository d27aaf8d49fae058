package io.jbuild.core.image;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Times as image configs have them: RFC 3339, written with as many digits of the second's fraction
 * as are needed (Go's RFC3339Nano). The form that everybody writes, {@code
 * 2026-11-26T10:00:00.123Z}, is read and written without the formatters of {@code java.time}: a
 * config has a time in each line of its history, and they cost a cached build more than the rest of
 * the config.
 */
final class Rfc3339 {
  private static final int SECONDS_END = "2026-11-26T10:00:00".length();
  private static final int NANO_DIGITS = 9;

  /** From the first of March of the year 0. */
  private static final long DAYS_TO_1970 = 719_468;

  private static final long YEAR_0 = -62_167_219_200L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private Rfc3339() {}

  /**
   * Reads a time with any offset.
   *
   * @throws DateTimeException when the text is none
   */
  static Instant parse(String text) {
    return isUtc(text) ? utc(text) : OffsetDateTime.parse(text).toInstant();
  }

  /** Whether all stands where it does in the form that ends in {@code Z}. */
  private static boolean isUtc(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END || text.charAt(end) != 'Z' || end > SECONDS_END + 1 + NANO_DIGITS) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case 19 -> c == '.' && end > SECONDS_END + 1;
            default -> c >= '0' && c <= '9';
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Instant utc(String text) {
    int nanos = 0;
    int end = text.length() - 1;
    for (int i = 0; i < NANO_DIGITS; i++) {
      int at = SECONDS_END + 1 + i;
      nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int longest =
        switch (month) {
          case 2 -> 28;
          case 4, 6, 9, 11 -> 30;
          default -> 31;
        };
    boolean isDay = month >= 1 && month <= 12 && day >= 1 && day <= longest;
    if (!isDay || hour > 23 || minute > 59 || second > 59) {
      // The last of a February, or wrong.
      return OffsetDateTime.parse(text).toInstant();
    }
    // Years that begin in March have their odd day at the end.
    int march = month > 2 ? year : year - 1;
    int months = (month + 9) % 12;
    long days =
        365L * march
            + Math.floorDiv(march, 4)
            - Math.floorDiv(march, 100)
            + Math.floorDiv(march, 400)
            + (153 * months + 2) / 5
            + day
            - 1
            - DAYS_TO_1970;
    return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /** The time in UTC. */
  static String format(Instant at) {
    long seconds = at.getEpochSecond();
    if (seconds < YEAR_0 || seconds >= YEAR_10000) {
      // What no clock says and RFC 3339 has no form for; Go would refuse it.
      return at.toString();
    }
    LocalDateTime utc = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    var text = new StringBuilder(SECONDS_END + NANO_DIGITS + 2);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2);
    if (at.getNano() != 0) {
      digits(text.append('.'), at.getNano(), NANO_DIGITS);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int count) {
    String digits = Integer.toString(number);
    return text.append("0".repeat(count - digits.length())).append(digits);
  }
}
