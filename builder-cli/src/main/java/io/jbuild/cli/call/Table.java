package io.jbuild.cli.call;

import java.util.List;

/** Columns of text, three blanks apart, as buildx writes them. */
final class Table {
  private static final int GAP = 3;

  private Table() {}

  /** The rows with a line feed each; the last column is not filled up. */
  static String of(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)) + GAP);
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        text.append(row.get(i));
        if (i < columns - 1) {
          text.append(" ".repeat(widths[i] - length(row.get(i))));
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
