package io.jbuild.cli.check;

import java.util.List;

/**
 * A finding in the words of ShellCheck's format {@code json1}.
 *
 * @param script the number of the script in its batch, from 0
 * @param level {@code error}, {@code warning}, {@code info} or {@code style}
 * @param code a number
 * @param fix what it would replace; empty if it knows no fix
 */
record ShellCheckComment(
    int script, Place place, String level, int code, String message, List<Replacement> fix) {
  /** Lines and columns count from 1, columns in code points; the end is after the last one. */
  record Place(int line, int column, int endLine, int endColumn) {}

  /** Text that takes the place of other text. */
  record Replacement(Place place, String text) {}

  ShellCheckComment {
    fix = List.copyOf(fix);
  }
}
