package io.jbuild.grammar;

import java.util.Objects;

/**
 * How an instruction stands in its source. Its texts are read off the source when they are asked
 * for: a tree of a million instructions holds none of them twice.
 */
public final class Origin {
  private final Source source;
  private final char escape;
  private final int start;
  private final int keywordEnd;
  private final int lineEnd;
  private final int end;
  private final int firstLine;
  private final int lastLine;

  /**
   * Puts an instruction into its place.
   *
   * @param escape the escape character of the file
   * @param start where its keyword begins
   * @param keywordEnd where its keyword ends
   * @param lineEnd where its logical line ends
   * @param end where its last here-document ends, or the line without the blanks at its end
   * @param firstLine counted from 1
   * @param lastLine counted from 1
   */
  Origin(
      Source source,
      char escape,
      int start,
      int keywordEnd,
      int lineEnd,
      int end,
      int firstLine,
      int lastLine) {
    this.source = source;
    this.escape = escape;
    this.start = start;
    this.keywordEnd = keywordEnd;
    this.lineEnd = lineEnd;
    this.end = end;
    this.firstLine = firstLine;
    this.lastLine = lastLine;
  }

  private Word keywordWord() {
    return JoinedText.of(source.text(), start, keywordEnd, escape).trimmed();
  }

  /** The keyword as written. */
  public String keyword() {
    return keywordWord().text();
  }

  /** Where the keyword stands. */
  public Range keywordRange() {
    return keywordWord().range();
  }

  /**
   * The instruction from its keyword to its last character, here-documents with their closing lines
   * included.
   */
  public Range range() {
    return new Range(start, end);
  }

  /** Counted from 1; continuations before the keyword belong to it. */
  public int firstLine() {
    return firstLine;
  }

  /** Counted from 1, here-documents included. */
  public int lastLine() {
    return lastLine;
  }

  /**
   * The instruction as written: leading blanks gone, continued lines joined, comments and blank
   * lines between them gone; bodies of here-documents are not in it.
   */
  public String original() {
    return joined().trimmed().text();
  }

  /** The original with the blanks at its end. */
  String untrimmed() {
    return joined().text();
  }

  private JoinedText joined() {
    return JoinedText.of(source.text(), start, lineEnd, escape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin that
        && start == that.start
        && keywordEnd == that.keywordEnd
        && lineEnd == that.lineEnd
        && end == that.end
        && firstLine == that.firstLine
        && lastLine == that.lastLine
        && escape == that.escape
        && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return Objects.hash(start, end, firstLine);
  }

  @Override
  public String toString() {
    return "Origin[" + start + ".." + end + "]";
  }
}
