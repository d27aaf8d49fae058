package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, three blanks apart. */
public final class Table {
  private static final int GAP = 3;
  private static final int LEAST = 10;

  private Table() {}

  /** With columns at least ten wide, as docker sets them. */
  public static String of(List<List<String>> rows) {
    return of(rows, LEAST);
  }

  /** With columns as wide as they have to be, as buildx sets them. */
  public static String narrow(List<List<String>> rows) {
    return of(rows, 0);
  }

  /** The rows with a line feed each; the last cell of a row is not filled up. */
  private static String of(List<List<String>> rows, int least) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        if (i == widths.size()) {
          widths.add(least);
        }
        widths.set(i, Math.max(widths.get(i), length(row.get(i)) + GAP));
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        text.append(row.get(i));
        if (i < row.size() - 1) {
          text.append(" ".repeat(widths.get(i) - length(row.get(i))));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
