package io.jbuild.cli.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's {@code printf} with the verbs v, s, d, q, t, f and x. */
final class Printf {
  private static final Pattern VERB = Pattern.compile("%([-+0 #]*)([0-9]*)(\\.[0-9]+)?(.)?");

  /** Wider than any screen. */
  private static final int WIDEST = 1000;

  private Printf() {}

  static String of(List<Object> arguments) {
    if (!(arguments.getFirst() instanceof String format)) {
      throw new TemplateException("`printf` needs a text first");
    }
    var text = new StringBuilder();
    Matcher verbs = VERB.matcher(format);
    int next = 1;
    int end = 0;
    while (verbs.find()) {
      text.append(format, end, verbs.start());
      end = verbs.end();
      String verb = verbs.group(4);
      if ("%".equals(verb)) {
        text.append('%');
        continue;
      }
      if (next == arguments.size()) {
        throw new TemplateException("`printf` has fewer arguments than its text has verbs");
      }
      text.append(padded(verbs, formatted(verb, verbs, arguments.get(next++))));
    }
    if (next < arguments.size()) {
      throw new TemplateException("`printf` has more arguments than its text has verbs");
    }
    return text.append(format, end, format.length()).toString();
  }

  private static String formatted(String verb, Matcher parts, Object value) {
    String precision = parts.group(3);
    if (precision != null && precision.length() > 4) {
      throw new TemplateException("`" + parts.group() + "` of `printf` is too precise");
    }
    return switch (verb) {
      case "v", "s", "t" -> {
        String text = GoText.of(value);
        int most = precision == null ? text.length() : Integer.parseInt(precision.substring(1));
        yield text.substring(0, Math.min(most, text.length()));
      }
      case "d" -> Long.toString(number(value).longValue());
      case "x" ->
          value instanceof String text
              ? java.util.HexFormat.of()
                  .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
              : Long.toHexString(number(value).longValue());
      case "f" -> {
        int digits = precision == null ? 6 : Integer.parseInt("0" + precision.substring(1));
        var exact = new BigDecimal(number(value).doubleValue());
        yield exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
      }
      case "q" -> GoJson.compact(GoText.of(value));
      case null, default ->
          throw new TemplateException("`" + parts.group() + "` of `printf` is not supported");
    };
  }

  private static String padded(Matcher parts, String text) {
    String digits = parts.group(2);
    int width = digits.isEmpty() ? 0 : digits.length() > 4 ? WIDEST : Integer.parseInt(digits);
    String blanks = " ".repeat(Math.max(0, Math.min(width, WIDEST) - text.length()));
    if (parts.group(1).contains("0") && parts.group(4).matches("[dfx]")) {
      return blanks.replace(' ', '0') + text;
    }
    return parts.group(1).contains("-") ? text + blanks : blanks + text;
  }

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new TemplateException("`printf` needs a number, not " + Evaluation.kind(value));
  }
}
