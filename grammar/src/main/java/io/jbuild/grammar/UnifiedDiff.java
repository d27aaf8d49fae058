package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows {@link TextEdit}s as a unified diff, which {@code patch} and {@code git apply} take: three
 * lines of context, a last line without a line feed marked.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final StringBuilder out = new StringBuilder();
  private final List<String> before;

  /** How much longer the new text is at the place that is written, in lines. */
  private int shift;

  private UnifiedDiff(List<String> before) {
    this.before = before;
  }

  /** Lines that change, {@code from} to {@code to}, and what stands there afterwards. */
  private record Change(int from, int to, List<String> lines) {}

  /**
   * The diff; empty if no edit changes anything.
   *
   * @throws IllegalArgumentException if edits overlap or lie outside the text
   */
  public static String of(Source source, List<TextEdit> edits) {
    String after = TextEdits.apply(source.text(), edits);
    if (after.equals(source.text())) {
      return "";
    }
    List<String> old = lines(source.text());
    var diff = new UnifiedDiff(old);
    diff.out.append("--- ").append(source.name()).append('\n');
    diff.out.append("+++ ").append(source.name()).append('\n');
    diff.hunks(changes(source, old, TextEdits.ordered(edits)));
    return diff.out.toString();
  }

  /** The lines with their line feeds. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** Edits that share a line are one change. */
  private static List<Change> changes(Source source, List<String> old, List<TextEdit> edits) {
    List<Change> changes = new ArrayList<>();
    int i = 0;
    while (i < edits.size()) {
      int from = source.line(edits.get(i).range().start()) - 1;
      int to = source.line(edits.get(i).range().end()) - 1;
      int base = source.lineStart(from + 1);
      List<TextEdit> own = new ArrayList<>();
      while (i < edits.size() && source.line(edits.get(i).range().start()) - 1 <= to) {
        Range range = edits.get(i).range();
        to = Math.max(to, source.line(range.end()) - 1);
        own.add(
            new TextEdit(
                new Range(range.start() - base, range.end() - base), edits.get(i).replacement()));
        i++;
      }
      int next = Math.min(to + 1, old.size());
      String text = String.join("", old.subList(Math.min(from, next), next));
      trimmed(from, next, old, lines(TextEdits.apply(text, own)), changes);
    }
    return changes;
  }

  /** Adds a change without the lines that it leaves as they are at its ends. */
  private static void trimmed(
      int from, int to, List<String> old, List<String> lines, List<Change> changes) {
    int start = 0;
    while (from < to && start < lines.size() && old.get(from).equals(lines.get(start))) {
      from++;
      start++;
    }
    int end = lines.size();
    while (from < to && start < end && old.get(to - 1).equals(lines.get(end - 1))) {
      to--;
      end--;
    }
    if (from < to || start < end) {
      // Changes side by side are read as one.
      boolean beside = !changes.isEmpty() && changes.getLast().to() == from;
      var before = beside ? changes.removeLast() : new Change(from, from, new ArrayList<>());
      before.lines().addAll(lines.subList(start, end));
      changes.add(new Change(before.from(), to, before.lines()));
    }
  }

  private void hunks(List<Change> changes) {
    int first = 0;
    while (first < changes.size()) {
      int last = first;
      while (last + 1 < changes.size()
          && changes.get(last + 1).from() - changes.get(last).to() <= 2 * CONTEXT) {
        last++;
      }
      hunk(changes.subList(first, last + 1));
      first = last + 1;
    }
  }

  private void hunk(List<Change> changes) {
    int from = Math.max(0, changes.getFirst().from() - CONTEXT);
    int to = Math.min(before.size(), changes.getLast().to() + CONTEXT);
    int grown = 0;
    for (Change change : changes) {
      grown += change.lines().size() - (change.to() - change.from());
    }
    out.append("@@ -").append(span(from, to - from));
    out.append(" +").append(span(from + shift, to - from + grown)).append(" @@\n");
    int at = from;
    for (Change change : changes) {
      write(' ', before.subList(at, change.from()));
      write('-', before.subList(change.from(), change.to()));
      write('+', change.lines());
      at = change.to();
    }
    write(' ', before.subList(at, to));
    shift += grown;
  }

  /** An empty span is named by the line before it. */
  private static String span(int from, int length) {
    return (length == 0 ? from : from + 1) + (length == 1 ? "" : "," + length);
  }

  private void write(char mark, List<String> lines) {
    for (String line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
