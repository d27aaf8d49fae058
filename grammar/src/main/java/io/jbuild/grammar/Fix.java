package io.jbuild.grammar;

import java.util.List;

/**
 * A way to mend what a {@link Diagnostic} is about.
 *
 * @param title what it does, for a menu: an imperative, such as {@code write `AS` in upper case}
 * @param edits all of them or none, in the order of the source, not overlapping, each about the
 *     text as it was
 * @param safe whether what is built stays the same, so that it may be applied unasked
 */
public record Fix(String title, List<TextEdit> edits, boolean safe) {
  public Fix {
    edits = List.copyOf(edits);
  }

  /** A fix of one edit that leaves what is built as it is. */
  public static Fix safe(String title, Range range, String replacement) {
    return new Fix(title, List.of(new TextEdit(range, replacement)), true);
  }

  /** A fix of one edit that its reader has to agree to. */
  public static Fix suggested(String title, Range range, String replacement) {
    return new Fix(title, List.of(new TextEdit(range, replacement)), false);
  }
}
