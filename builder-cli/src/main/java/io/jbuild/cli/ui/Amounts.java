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
            : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    return digits + UNITS[unit];
  }

  /** Seconds with one digit after the point: {@code 2.0s}. */
  public static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
  }
}
