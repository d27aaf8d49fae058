package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A place that names a stage.
 *
 * @param name in lower case, as stages are compared
 * @param range where it stands
 * @param stage the stage it stands in, counted from 0
 * @param declares whether it is behind AS
 * @param known whether an earlier stage has the name, or this is where it gets it; else it is an
 *     image or a named context
 */
record StageUse(String name, Range range, int stage, boolean declares, boolean known) {

  /** All of a draft in order; a FROM of what is no stage is none. */
  static List<StageUse> of(Draft draft) {
    var finder = new Finder();
    draft.clauses().forEach(clause -> finder.clause(clause.innermost()));
    return finder.uses;
  }

  private static final class Finder {
    private final List<StageUse> uses = new ArrayList<>();

    /** The first stage of each name. */
    private final Map<String, Integer> declared = new HashMap<>();

    private int stage = -1;

    void clause(Clause clause) {
      switch (clause.keyword()) {
        case "FROM" -> {
          stage++;
          from(clause);
        }
        case "COPY" -> {
          for (Piece flag : clause.flags()) {
            read(clause, value(clause, flag, "--from="));
          }
        }
        case "RUN" -> {
          for (Piece flag : clause.flags()) {
            if (clause.text(flag).startsWith("--mount=")) {
              mount(clause, flag);
            }
          }
        }
        default -> {}
      }
    }

    private void from(Clause clause) {
      List<Piece> words = clause.operands();
      if (words.isEmpty()) {
        return;
      }
      StageUse base = use(clause, words.getFirst(), false);
      if (base.known()) {
        uses.add(base);
      }
      if (words.size() > 2 && clause.text(words.get(1)).equalsIgnoreCase("AS")) {
        StageUse alias = use(clause, words.get(2), true);
        declared.putIfAbsent(alias.name(), stage);
        uses.add(alias);
      }
    }

    private void mount(Clause clause, Piece flag) {
      int at = flag.from() + "--mount=".length();
      while (at < flag.to()) {
        int comma = clause.text().text().indexOf(',', at);
        int end = comma < 0 || comma > flag.to() ? flag.to() : comma;
        read(clause, value(clause, new Piece(at, end), "from="));
        at = end + 1;
      }
    }

    /** What follows a prefix; empty where a piece does not begin with it. */
    private static Piece value(Clause clause, Piece piece, String prefix) {
      boolean has = clause.text(piece).startsWith(prefix);
      return new Piece(has ? piece.from() + prefix.length() : piece.to(), piece.to());
    }

    private void read(Clause clause, Piece word) {
      if (word.to() > word.from()) {
        uses.add(use(clause, word, false));
      }
    }

    private StageUse use(Clause clause, Piece word, boolean declares) {
      String name = clause.text(word).toLowerCase(Locale.ROOT);
      boolean known = declares || declared.getOrDefault(name, stage) < stage;
      return new StageUse(name, clause.range(word), stage, declares, known);
    }
  }
}
