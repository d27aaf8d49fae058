package io.jbuild.grammar.format;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.TextEdit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects edits of one text, each as small as it can be. */
final class EditList {
  private final String text;
  private final List<TextEdit> edits = new ArrayList<>();

  EditList(String text) {
    this.text = text;
  }

  /** Replaces a part of the text, unless it stands there already. */
  void replace(int start, int end, String replacement) {
    int from = 0;
    int most = Math.min(end - start, replacement.length());
    while (from < most && text.charAt(start + from) == replacement.charAt(from)) {
      from++;
    }
    int tail = 0;
    while (tail < most - from
        && text.charAt(end - 1 - tail) == replacement.charAt(replacement.length() - 1 - tail)) {
      tail++;
    }
    if (from < end - start - tail || from < replacement.length() - tail) {
      edits.add(
          new TextEdit(
              new Range(start + from, end - tail),
              replacement.substring(from, replacement.length() - tail)));
    }
  }

  /** In the order of the text. */
  List<TextEdit> edits() {
    edits.sort(Comparator.comparingInt(edit -> edit.range().start()));
    return edits;
  }
}
