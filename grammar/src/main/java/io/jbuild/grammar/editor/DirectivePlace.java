package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;

/**
 * A parser directive, its value written or not.
 *
 * @param name in lower case
 * @param nameRange where the name stands
 * @param equals offset of the equals sign
 * @param value where the value stands; empty if it is not there yet
 */
public record DirectivePlace(String name, Range nameRange, int equals, Range value) {}
