package io.jbuild.core.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts as Go writes them. BuildKit's history lines and the durations of HEALTHCHECK have Go's
 * forms, and tools compare them.
 */
final class GoText {
  private static final long SECOND = 1_000_000_000L;
  private static final Pattern DURATION_PART =
      Pattern.compile("([0-9]*\\.?[0-9]*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

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
    var out = new StringBuilder("\"");
    value.codePoints().forEach(c -> appendQuoted(out, c));
    return out.append('"').toString();
  }

  private static void appendQuoted(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80) {
          out.append("\\x%02x".formatted(c));
        } else if (c < 0x10000) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.append("\\U%08x".formatted(c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
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

  /** Reads a duration as Go's {@code time.ParseDuration} does; nothing if it is none. */
  static OptionalLong parseDuration(String text) {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return OptionalLong.of(0);
    }
    Matcher part = DURATION_PART.matcher(rest);
    var sum = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      part.region(at, rest.length());
      if (!part.lookingAt() || part.group(1).isEmpty() || part.group(1).equals(".")) {
        return OptionalLong.empty();
      }
      sum =
          sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
      at = part.end();
    }
    if (at == 0 || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return OptionalLong.empty();
    }
    long value = sum.longValue();
    return OptionalLong.of(text.startsWith("-") ? -value : value);
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      default -> 3600 * SECOND;
    };
  }
}
