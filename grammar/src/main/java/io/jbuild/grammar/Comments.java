package io.jbuild.grammar;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * The comments of a text in order, kept as the places of their {@code #}: a file may be nothing but
 * comments.
 */
final class Comments extends AbstractList<Comment> implements RandomAccess {
  private final String text;
  private int[] hashes = new int[8];
  private int count;

  Comments(String text) {
    this.text = text;
  }

  /** Adds the comment line that begins at an offset, blanks before its {@code #} included. */
  void addLine(int start) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = text.indexOf('#', start);
  }

  @Override
  public Comment get(int index) {
    if (index >= count) {
      throw new IndexOutOfBoundsException(index);
    }
    int hash = hashes[index];
    int end = text.indexOf('\n', hash);
    end = end < 0 ? text.length() : end;
    end = text.charAt(end - 1) == '\r' ? end - 1 : end;
    return new Comment(text.substring(hash + 1, end).strip(), new Range(hash, end));
  }

  @Override
  public int size() {
    return count;
  }
}
