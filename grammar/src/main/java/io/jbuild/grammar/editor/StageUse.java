package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A place that names a stage.
 *
 * @param name in lower case, as stages are compared
 * @param range where it stands
 * @param stage the stage it stands in, counted from 0
 * @param declares whether it is behind AS
 * @param known whether an earlier stage has the name, or this is where it gets it; else it is an
 *     image or a named context
 * @param numbered where the stage stands that is told by its number: its name, or else its image
 */
record StageUse(
    String name,
    Range range,
    int stage,
    boolean declares,
    boolean known,
    Optional<Range> numbered) {

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

    /** What a stage is called by when it is told by its number, in their order. */
    private final List<StageUse> numbers = new ArrayList<>();

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
        numbers.add(numbered(clause.keywordRange()));
        return;
      }
      numbers.add(numbered(clause.range(words.getFirst())));
      StageUse base = use(clause, words.getFirst(), false);
      if (base.known()) {
        uses.add(base);
      }
      if (words.size() > 2 && clause.text(words.get(1)).equalsIgnoreCase("AS")) {
        StageUse alias = use(clause, words.get(2), true);
        declared.putIfAbsent(alias.name(), stage);
        uses.add(alias);
        numbers.set(stage, alias);
      }
    }

    /** A stage without a name: no word is its number with a mark before it. */
    private StageUse numbered(Range range) {
      return new StageUse("#" + stage, range, stage, true, true, Optional.empty());
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
        StageUse named = use(clause, word, false);
        Optional<StageUse> numbered = named.known() ? Optional.empty() : byNumber(named.name());
        uses.add(
            numbered
                .map(
                    of ->
                        new StageUse(
                            of.name(), named.range(), stage, false, true, Optional.of(of.range())))
                .orElse(named));
      }
    }

    /** An earlier stage, counted from 0; what is no number of one is a name. */
    private Optional<StageUse> byNumber(String text) {
      boolean digits = text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits && Integer.parseInt(text) < Math.min(stage, numbers.size())
          ? Optional.of(numbers.get(Integer.parseInt(text)))
          : Optional.empty();
    }

    private StageUse use(Clause clause, Piece word, boolean declares) {
      String name = clause.text(word).toLowerCase(Locale.ROOT);
      boolean known = declares || declared.getOrDefault(name, stage) < stage;
      return new StageUse(name, clause.range(word), stage, declares, known, Optional.empty());
    }
  }
}
