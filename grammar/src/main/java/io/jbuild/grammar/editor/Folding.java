package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an editor can fold away: stages, instructions of several lines, here-documents, comments.
 */
public final class Folding {
  private final TextLines lines;
  private final Map<List<Integer>, Fold> found = new LinkedHashMap<>();

  private Folding(TextLines lines) {
    this.lines = lines;
  }

  /** What is folded. */
  public enum Kind {
    INSTRUCTION,
    HEREDOC,
    STAGE,
    COMMENT
  }

  /**
   * Lines that fold into their first.
   *
   * @param first the line that stays, counted from 0
   * @param last the last line, counted from 0
   * @param range from the end of the first line to the end of the last
   * @param kind what they are
   */
  public record Fold(int first, int last, Range range, Kind kind) {}

  /** All folds in the order of their first lines. */
  public static List<Fold> of(Draft draft, TextLines lines) {
    var folding = new Folding(lines);
    for (Clause clause : draft.clauses()) {
      if (!clause.keyword().isEmpty()) {
        folding.add(clause.range(), Kind.INSTRUCTION);
      }
      for (HeredocPlace heredoc : clause.innermost().heredocs()) {
        Range body = heredoc.body();
        int start = Math.max(0, body.start() - 1);
        folding.add(
            new Range(start, Math.max(start, heredoc.end().orElse(body).end())), Kind.HEREDOC);
      }
    }
    folding.stages(draft);
    folding.comments(draft);
    List<Fold> folds = new ArrayList<>(folding.found.values());
    folds.sort(Comparator.comparingInt(Fold::first));
    return folds;
  }

  private void stages(Draft draft) {
    Range stage = null;
    for (Clause clause : draft.clauses()) {
      if (clause.is("FROM")) {
        if (stage != null) {
          add(stage, Kind.STAGE);
        }
        stage = Symbols.whole(clause);
      } else if (stage != null) {
        stage = stage.to(Symbols.whole(clause));
      }
    }
    if (stage != null) {
      add(stage, Kind.STAGE);
    }
  }

  private void comments(Draft draft) {
    Range block = null;
    for (Range comment : draft.commentLines()) {
      if (block != null && lines.line(comment.start()) == lines.line(block.end()) + 1) {
        block = block.to(comment);
      } else {
        if (block != null) {
          add(block, Kind.COMMENT);
        }
        block = comment;
      }
    }
    if (block != null) {
      add(block, Kind.COMMENT);
    }
  }

  private void add(Range range, Kind kind) {
    int first = lines.line(range.start());
    int last = lines.line(range.end());
    while (last > first && lines.start(last) == lines.end(last)) {
      last--;
    }
    if (last > first) {
      Range folded = new Range(lines.end(first), lines.end(last));
      found.putIfAbsent(List.of(first, last), new Fold(first, last, folded, kind));
    }
  }
}
