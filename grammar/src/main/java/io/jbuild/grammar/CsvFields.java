package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * One record of RFC 4180, as the options of {@code --mount} and of the command line are written:
 * fields between commas, those in double quotes may hold commas and doubled quotes.
 */
public final class CsvFields {
  private CsvFields() {}

  /**
   * The fields of a text, quotes taken away; blanks count.
   *
   * @throws IllegalArgumentException with the reason when a quote stands where none may
   */
  public static List<String> of(String text) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      var field = new StringBuilder();
      at =
          at < text.length() && text.charAt(at) == '"'
              ? quoted(text, at + 1, field)
              : bare(text, at, field);
      fields.add(field.toString());
      if (at == text.length()) {
        return List.copyOf(fields);
      }
      at++;
    }
  }

  /** Reads to the comma or the end. */
  private static int bare(String text, int start, StringBuilder field) {
    int comma = text.indexOf(',', start);
    int end = comma < 0 ? text.length() : comma;
    field.append(text, start, end);
    if (field.indexOf("\"") >= 0) {
      throw new IllegalArgumentException(
          "a double quote stands inside of `" + field + "`, which does not begin with one");
    }
    return end;
  }

  /** Reads what stands between quotes, and the closing quote. */
  private static int quoted(String text, int start, StringBuilder field) {
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '"') {
        field.append(c);
      } else if (text.startsWith("\"\"", at)) {
        field.append('"');
        at++;
      } else if (at + 1 == text.length() || text.charAt(at + 1) == ',') {
        return at + 1;
      } else {
        throw new IllegalArgumentException("after `\"" + field + "\"` a comma is missing");
      }
    }
    throw new IllegalArgumentException("the double quote before `" + field + "` is not closed");
  }
}
