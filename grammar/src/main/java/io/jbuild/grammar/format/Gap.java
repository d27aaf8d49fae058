package io.jbuild.grammar.format;

/**
 * What stands between two things of an instruction that can be seen: blanks, or a continuation with
 * the blank and comment lines after it.
 *
 * @param start where it begins
 * @param end where it ends
 * @param before the type of the lexeme before it
 * @param after the type of the lexeme after it
 * @param continued whether it holds a continuation
 * @param free whether its blanks may be changed
 */
record Gap(int start, int end, int before, int after, boolean continued, boolean free) {}
