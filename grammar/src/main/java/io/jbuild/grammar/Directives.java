package io.jbuild.grammar;

import java.util.Optional;

/**
 * The parser directives at the head of a file.
 *
 * @param syntax the image of {@code # syntax=}
 * @param escape the escape and continuation character, {@code \\} or a backtick
 * @param check the text of {@code # check=}
 */
public record Directives(Optional<String> syntax, char escape, Optional<String> check) {
  /** No directives. */
  public static final Directives NONE = new Directives(Optional.empty(), '\\', Optional.empty());
}
