package io.jbuild.grammar.hadolint;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Whether values of labels are of the type that a schema wants. */
final class LabelValues {
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{7,40}|[0-9a-fA-F]{64}");
  private static final String NUMBER = "(?:0|[1-9][0-9]*)";
  private static final String PRE = "(?:" + NUMBER + "|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern SEMVER =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-"
              + PRE
              + "(?:\\."
              + PRE
              + ")*)?"
              + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2})");
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?:"
              + ATOM
              + "(?:\\."
              + ATOM
              + ")*|\"(?:[^\"\\\\]|\\\\.)*\")@"
              + "(?:"
              + HOST
              + "(?:\\."
              + HOST
              + ")*|\\[[^\\[\\]]+\\])");
  private static final int LONGEST = 2000;

  private LabelValues() {}

  static boolean isOf(LabelType type, String value) {
    if (value.length() > LONGEST) {
      return type == LabelType.TEXT || type == LabelType.RAWTEXT;
    }
    return switch (type) {
      case TEXT, RAWTEXT -> true;
      case URL -> isUrl(value);
      case HASH -> HASH.matcher(value).matches();
      case SEMVER -> SEMVER.matcher(value).matches();
      case RFC3339 -> isTime(value);
      case SPDX -> SpdxExpression.isValid(value);
      case EMAIL -> EMAIL.matcher(value).matches();
    };
  }

  private static boolean isUrl(String value) {
    try {
      return new URI(value).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isTime(String value) {
    if (!TIME.matcher(value).matches()) {
      return false;
    }
    try {
      OffsetDateTime.parse(value.replace(' ', 'T').replace('t', 'T').replace('z', 'Z'));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
