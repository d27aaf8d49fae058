package io.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;

/** Columns of text three blanks apart and at least ten wide, as docker sets them. */
public final class Table {
  private static final int GAP = 3;
  private static final int LEAST = 10;

  private Table() {}

  /** The rows with a line feed each; the last cell of a row is not filled up. */
  public static String of(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        if (i == widths.size()) {
          widths.add(LEAST);
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
