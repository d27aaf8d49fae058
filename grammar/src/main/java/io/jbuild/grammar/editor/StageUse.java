package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    List<StageUse> uses = new ArrayList<>();
    int stage = -1;
    for (Clause outer : draft.clauses()) {
      Clause clause = outer.innermost();
      switch (clause.keyword()) {
        case "FROM" -> {
          stage++;
          from(clause, stage, uses);
        }
        case "COPY" -> {
          for (Clause.Piece flag : clause.flags()) {
            read(clause, value(clause, flag, "--from=", flag.to()), stage, uses);
          }
        }
        case "RUN" -> {
          for (Clause.Piece flag : clause.flags()) {
            if (clause.text(flag).startsWith("--mount=")) {
              mount(clause, flag, stage, uses);
            }
          }
        }
        default -> {}
      }
    }
    return uses;
  }

  private static void from(Clause clause, int stage, List<StageUse> uses) {
    List<Clause.Piece> words = clause.operands();
    if (words.isEmpty()) {
      return;
    }
    StageUse base = use(clause, words.getFirst(), stage, false, uses);
    if (base.known()) {
      uses.add(base);
    }
    if (words.size() > 2 && clause.text(words.get(1)).equalsIgnoreCase("AS")) {
      uses.add(use(clause, words.get(2), stage, true, uses));
    }
  }

  private static void mount(Clause clause, Clause.Piece flag, int stage, List<StageUse> uses) {
    int at = flag.from() + "--mount=".length();
    while (at < flag.to()) {
      int comma = clause.text().text().indexOf(',', at);
      int end = comma < 0 || comma > flag.to() ? flag.to() : comma;
      read(clause, value(clause, new Clause.Piece(at, end), "from=", end), stage, uses);
      at = end + 1;
    }
  }

  private static Clause.Piece value(Clause clause, Clause.Piece piece, String prefix, int end) {
    boolean has = clause.text(piece).startsWith(prefix);
    int start = has ? piece.from() + prefix.length() : end;
    return new Clause.Piece(Math.min(start, end), end);
  }

  private static void read(Clause clause, Clause.Piece word, int stage, List<StageUse> uses) {
    if (word.to() > word.from()) {
      uses.add(use(clause, word, stage, false, uses));
    }
  }

  private static StageUse use(
      Clause clause, Clause.Piece word, int stage, boolean declares, List<StageUse> before) {
    String name = clause.text(word).toLowerCase(Locale.ROOT);
    boolean known =
        before.stream().anyMatch(u -> u.declares && u.stage < stage && u.name.equals(name));
    return new StageUse(name, clause.range(word), stage, declares, declares || known);
  }
}
