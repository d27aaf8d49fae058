package io.jbuild.core.plan;

import java.math.BigDecimal;

/** Amounts of memory as docker writes them: {@code 64m}, {@code 1.5g}, {@code 512KiB}, in 1024s. */
public final class ByteSize {
  private static final String UNITS = "kmgtp";

  private ByteSize() {}

  /**
   * The number of bytes; a bare number is one of bytes.
   *
   * @throws NumberFormatException when the text is no size, or more than fits
   */
  public static long parse(String text) {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String number = text.substring(0, end);
    String unit = text.substring(end).strip().toLowerCase(java.util.Locale.ROOT);
    if (number.isEmpty() || number.startsWith(".") || number.endsWith(".")) {
      throw new NumberFormatException("`" + text + "` is no size");
    }
    try {
      return new BigDecimal(number)
          .multiply(BigDecimal.valueOf(factor(unit)))
          .toBigInteger()
          .longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new NumberFormatException("`" + text + "` is no size");
    }
  }

  private static long factor(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return 1;
    }
    int power = UNITS.indexOf(unit.charAt(0));
    String rest = unit.substring(1);
    if (power < 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
      throw new NumberFormatException("`" + unit + "` is no unit");
    }
    return 1L << 10 * (power + 1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
