package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/** Finds the comment lines that stand right above an instruction. */
public final class CommentsAbove {
  private final Source source;
  private final List<Comment> comments;

  /**
   * Looks through the comments of a file.
   *
   * @param comments in the order of the source
   */
  public CommentsAbove(Source source, List<Comment> comments) {
    this.source = source;
    this.comments = comments;
  }

  /** Those in the lines before the first of an instruction, the nearest first. */
  public List<Comment> of(Instruction instruction) {
    List<Comment> above = new ArrayList<>();
    int line = instruction.firstLine() - 1;
    if (line < 1 || !isComment(line)) {
      return above;
    }
    int at = last(source.lineEnd(line));
    while (at >= 0 && source.line(comments.get(at).range().start()) == line) {
      above.add(comments.get(at--));
      line--;
    }
    return above;
  }

  private boolean isComment(int line) {
    int at = source.lineStart(line);
    int end = source.lineEnd(line);
    while (at < end && Blanks.is(source.text().charAt(at))) {
      at++;
    }
    return at < end && source.text().charAt(at) == '#';
  }

  /** The last comment that begins before an offset, -1 if there is none. */
  private int last(int offset) {
    int low = -1;
    int high = comments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (comments.get(middle).range().start() < offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
