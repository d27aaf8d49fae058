package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;

/**
 * What stands between two commands.
 *
 * @param text such as {@code &&}, {@code |} or {@code ;}; a line feed is none
 * @param range where it stands
 */
public record Operator(String text, Range range) {
  /** Whether the output of what is before it goes to what is after it. */
  public boolean isPipe() {
    return text.equals("|") || text.equals("|&");
  }
}
