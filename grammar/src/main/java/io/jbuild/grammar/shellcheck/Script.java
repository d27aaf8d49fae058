package io.jbuild.grammar.shellcheck;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.shell.ShellText;
import java.util.List;
import java.util.Optional;

/**
 * A script of a Dockerfile as ShellCheck is to see it.
 *
 * @param dialect {@code sh}, {@code bash}, {@code dash} or {@code ksh}
 * @param variables that the image or the build sets before
 * @param text what the shell runs, with the way back to the Dockerfile
 */
public record Script(String dialect, List<String> variables, ShellText text) {
  private static final int HEAD = 3;

  public Script {
    variables = List.copyOf(variables);
  }

  /** The text of a file for ShellCheck: it tells the dialect and what is set already. */
  public String program() {
    var program = new StringBuilder();
    program.append("#!/bin/").append(dialect).append('\n');
    program.append("# shellcheck shell=").append(dialect).append('\n');
    program.append(variables.isEmpty() ? ":" : "export");
    variables.forEach(name -> program.append(' ').append(name).append("=1"));
    program.append('\n');
    String script = text.text();
    // Its own interpreter is told by the head.
    program.append(script.startsWith("#!") ? "##" + script.substring(2) : script);
    return program.append('\n').toString();
  }

  /**
   * Where a place in the program stands in the Dockerfile; empty for one in its head.
   *
   * @param line counted from 1
   * @param column counted from 1 in code points, as ShellCheck's format {@code json1} has it
   * @param endLine of the first character after the place
   * @param endColumn of the same
   */
  public Optional<Range> range(int line, int column, int endLine, int endColumn) {
    if (line <= HEAD) {
      return Optional.empty();
    }
    int from = index(line - HEAD, column);
    int to = Math.max(from, index(endLine - HEAD, endColumn));
    return Optional.of(text.range(from, to));
  }

  /** Whether lines that a backslash joined meet within a range of the Dockerfile. */
  public boolean isJoined(int line, int column, int endColumn) {
    int from = index(line - HEAD, column);
    int to = Math.max(from, index(line - HEAD, endColumn));
    for (int i = from + 1; i < to; i++) {
      if (text.offset(i) > text.offset(i - 1) + 1) {
        return true;
      }
    }
    return false;
  }

  private int index(int line, int column) {
    String script = text.text();
    int start = 0;
    for (int i = 1; i < line; i++) {
      int lineFeed = script.indexOf('\n', start);
      if (lineFeed < 0) {
        return script.length();
      }
      start = lineFeed + 1;
    }
    int lineFeed = script.indexOf('\n', start);
    int end = lineFeed < 0 ? script.length() : lineFeed;
    int points = script.codePointCount(start, end);
    return script.offsetByCodePoints(start, Math.clamp(column - 1, 0, points));
  }
}
