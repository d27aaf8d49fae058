package io.jbuild.grammar;

/**
 * A comment line.
 *
 * @param text what follows {@code #}, trimmed
 * @param range from {@code #} to the end of the line, its ending left out
 */
public record Comment(String text, Range range) {}
