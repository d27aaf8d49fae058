package io.jbuild.grammar;

/**
 * A word as it was written: quotes, escapes and variables are kept, continuation markers and what
 * stands between the continued lines are left out.
 *
 * @param text the word
 * @param range where it stands; the source's text there can be longer than {@code text}
 */
public record Word(String text, Range range) {}
