package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies {@link TextEdit}s, and tells which {@link Fix}es go together.
 *
 * <p>Edits are about the text as it was, as in the language server protocol: their offsets do not
 * move as others are applied. Two edits clash when both replace a character, when one inserts into
 * what the other replaces, or when they insert at one place; an insertion at the edge of what is
 * replaced clashes with nothing.
 */
public final class TextEdits {
  private static final Comparator<TextEdit> BY_PLACE =
      Comparator.<TextEdit>comparingInt(edit -> edit.range().start())
          .thenComparingInt(edit -> edit.range().end());

  private TextEdits() {}

  /**
   * A text after edits, given in any order. Several insertions at one place come in the order of
   * the list.
   *
   * @throws IllegalArgumentException if edits overlap or lie outside the text
   */
  public static String apply(String text, List<TextEdit> edits) {
    var result = new StringBuilder(text.length());
    int done = 0;
    for (TextEdit edit : ordered(edits)) {
      int start = edit.range().start();
      int end = edit.range().end();
      if (start < done || end > text.length()) {
        throw new IllegalArgumentException("edit overlaps another or lies outside: " + edit);
      }
      result.append(text, done, start).append(edit.replacement());
      done = end;
    }
    return result.append(text, done, text.length()).toString();
  }

  /** Edits in the order of the text, insertions at one place in the order of the list. */
  static List<TextEdit> ordered(List<TextEdit> edits) {
    List<TextEdit> ordered = new ArrayList<>(edits);
    ordered.sort(BY_PLACE);
    return ordered;
  }

  /**
   * The fixes that can be applied at once: each in turn, unless one of its edits clashes with a fix
   * taken before. Equal edits of two fixes agree. What is left out is found again by a check of the
   * new text.
   */
  public static List<Fix> compatible(List<Fix> fixes) {
    List<Fix> taken = new ArrayList<>();
    TreeSet<TextEdit> edits = new TreeSet<>(BY_PLACE);
    for (Fix fix : fixes) {
      if (fix.edits().stream().noneMatch(edit -> clashes(edit, edits))) {
        edits.addAll(fix.edits());
        taken.add(fix);
      }
    }
    return taken;
  }

  /** The edits of compatible fixes in the order of the text, those that are equal once. */
  public static List<TextEdit> of(List<Fix> fixes) {
    List<TextEdit> all = new ArrayList<>();
    Set<TextEdit> ofOthers = new HashSet<>();
    for (Fix fix : fixes) {
      fix.edits().stream().filter(edit -> !ofOthers.contains(edit)).forEach(all::add);
      ofOthers.addAll(fix.edits());
    }
    all.sort(BY_PLACE);
    return all;
  }

  private static boolean clashes(TextEdit edit, TreeSet<TextEdit> taken) {
    TextEdit before = taken.floor(edit);
    if (before != null && before.range().equals(edit.range())) {
      return !before.equals(edit);
    }
    TextEdit after = taken.higher(edit);
    return before != null && before.range().end() > edit.range().start()
        || after != null && after.range().start() < edit.range().end();
  }
}
