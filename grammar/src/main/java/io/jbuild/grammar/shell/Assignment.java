package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;

/**
 * A variable that is set, before a command or by itself.
 *
 * @param name of the variable
 * @param value what follows the equals sign; of an array the word is empty
 * @param range from the name to the end of the value
 */
public record Assignment(String name, ShellWord value, Range range) {}
