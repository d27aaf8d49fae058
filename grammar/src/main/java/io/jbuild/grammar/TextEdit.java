package io.jbuild.grammar;

/**
 * One change of a source's text.
 *
 * @param range what is replaced; empty to insert
 * @param replacement what stands there afterwards
 */
public record TextEdit(Range range, String replacement) {}
