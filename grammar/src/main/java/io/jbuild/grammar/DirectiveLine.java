package io.jbuild.grammar;

import java.util.Locale;
import java.util.Optional;

/**
 * A parser directive such as {@code # escape=`}.
 *
 * @param name in lower case
 * @param value the whole value, trimmed
 * @param range from the comment marker to the end of the value
 * @param valueRange where the value stands
 */
record DirectiveLine(String name, String value, Range range, Range valueRange) {

  /** Whether a name is that of a directive. */
  static boolean isKnown(String name) {
    return name.equals("syntax") || name.equals("escape") || name.equals("check");
  }

  /**
   * Reads a line, empty if it is no directive of a known name.
   *
   * @param line without its ending
   * @param marker what comments begin with
   * @param offset of the line in the source
   */
  static Optional<DirectiveLine> read(String line, String marker, int offset) {
    if (!line.startsWith(marker)) {
      return Optional.empty();
    }
    int nameStart = skip(line, marker.length(), true);
    int nameEnd = nameStart;
    while (nameEnd < line.length() && isNamePart(line.charAt(nameEnd), nameEnd == nameStart)) {
      nameEnd++;
    }
    int equals = skip(line, nameEnd, false);
    String name = line.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (!isKnown(name) || equals == line.length() || line.charAt(equals) != '=') {
      return Optional.empty();
    }
    int end = line.length();
    if (equals + 1 == end) {
      return Optional.empty();
    }
    // A value of blanks alone is its last blank, which no directive then accepts.
    int start = Math.min(skip(line, equals + 1, false), end - 1);
    while (end > start + 1 && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return Optional.of(
        new DirectiveLine(
            name,
            line.substring(start, end),
            new Range(offset, offset + end),
            new Range(offset + start, offset + end)));
  }

  private static int skip(String line, int from, boolean wide) {
    int at = from;
    while (at < line.length() && (wide ? Blanks.is(line.charAt(at)) : isBlank(line.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n';
  }

  private static boolean isNamePart(char c, boolean first) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
  }

  /** The value up to its first space: what counts as the name of the frontend or the options. */
  String firstWord() {
    int space = value.indexOf(' ');
    return space < 0 ? value : value.substring(0, space);
  }
}
