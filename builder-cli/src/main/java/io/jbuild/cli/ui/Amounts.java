package io.jbuild.cli.ui;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
public final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Amounts() {}

  /** Decimal units with three digits, as docker prints sizes: {@code 12.3MB}. */
  public static String bytes(long count) {
    double value = count;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String digits =
        unit == 0 || value >= 100
            ? String.valueOf(Math.round(value))
            : withoutZeros(String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value));
    return digits + UNITS[unit];
  }

  private static String withoutZeros(String digits) {
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** How long ago, in docker's words: {@code 2 hours ago}, {@code About a minute ago}. */
  public static String ago(Duration age) {
    return span(age) + " ago";
  }

  private static String span(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    long minutes = age.toMinutes();
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    long hours = Math.round(seconds / 3600.0);
    if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    long days = hours / 24;
    return days < 14
        ? days + " days"
        : days < 60
            ? days / 7 + " weeks"
            : days < 730 ? days / 30 + " months" : age.toHours() / 24 / 365 + " years";
  }

  /** Seconds with one digit after the point: {@code 2.0s}. */
  public static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
  }
}
