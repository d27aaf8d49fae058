package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;

/**
 * A redirection of a command.
 *
 * @param descriptor the number before the operator, empty if there is none
 * @param operator such as {@code >>} or {@code <<-}
 * @param target the word after it; of a here-document its delimiter
 * @param range from the descriptor to the end of the target
 */
public record Redirection(String descriptor, String operator, ShellWord target, Range range) {}
