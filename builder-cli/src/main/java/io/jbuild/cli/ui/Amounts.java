package io.jbuild.cli.ui;

import java.time.Duration;

/** Sizes and times as people read them. */
public final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final long[] POWERS = {1, 10, 100};

  private Amounts() {}

  /** Decimal units with three digits, as docker prints sizes: {@code 12.3MB}. */
  public static String bytes(long count) {
    int unit = 0;
    long one = 1;
    while (count / one >= 1000 && unit < UNITS.length - 1) {
      one *= 1000;
      unit++;
    }
    int places = unit == 0 || count / one >= 100 ? 0 : count / one >= 10 ? 1 : 2;
    String digits = decimal(rounded(count, one / POWERS[places]), places);
    return (places == 0 ? digits : withoutZeros(digits)) + UNITS[unit];
  }

  private static long rounded(long count, long unit) {
    return count / unit + (count % unit * 2 >= unit ? 1 : 0);
  }

  /** A number of tenths or hundredths. A format string would cost a cached build five per cent. */
  private static String decimal(long number, int places) {
    if (places == 0) {
      return Long.toString(number);
    }
    String fraction = Long.toString(POWERS[places] + number % POWERS[places]).substring(1);
    return number / POWERS[places] + "." + fraction;
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
    return decimal(rounded(Math.max(0, took.toMillis()), 100), 1) + "s";
  }
}
