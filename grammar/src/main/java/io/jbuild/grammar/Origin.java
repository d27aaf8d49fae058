package io.jbuild.grammar;

/**
 * How an instruction stands in its source.
 *
 * @param keyword the keyword as written
 * @param keywordRange where the keyword stands
 * @param range the instruction from its keyword to its last character, here-documents with their
 *     closing lines included
 * @param firstLine counted from 1
 * @param lastLine counted from 1, here-documents included
 * @param original the instruction as written: leading blanks gone, continued lines joined, comments
 *     and blank lines between them gone; bodies of here-documents are not in it
 */
public record Origin(
    String keyword,
    Range keywordRange,
    Range range,
    int firstLine,
    int lastLine,
    String original) {}
