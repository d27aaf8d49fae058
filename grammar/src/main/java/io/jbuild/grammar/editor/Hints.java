package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a text does not say at a place and yet means there: the folder that a relative {@code
 * WORKDIR} leads to, words with the values of their variables.
 */
public final class Hints {
  private static final Set<String> EXPANDED =
      Set.of("FROM", "COPY", "ADD", "WORKDIR", "USER", "EXPOSE", "STOPSIGNAL", "VOLUME");

  private final Draft draft;
  private final VariableValues values;
  private final List<Hint> hints = new ArrayList<>();

  /** The folder that each stage that has a name ends in, by name. */
  private final Map<String, String> folders = new HashMap<>();

  private Hints(Draft draft) {
    this.draft = draft;
    this.values = draft.values();
  }

  /**
   * One hint.
   *
   * @param offset behind which character it is shown
   * @param text what is meant there
   */
  public record Hint(int offset, String text) {}

  /** All hints in order. */
  public static List<Hint> of(Draft draft) {
    var hints = new Hints(draft);
    hints.run();
    return hints.hints;
  }

  private void run() {
    int stage = VariableUse.BEFORE;
    String name = "";
    Optional<String> folder = Optional.empty();
    for (Clause clause : draft.clauses()) {
      if (clause.is("FROM")) {
        stage++;
        List<Piece> words = clause.operands();
        String base = words.isEmpty() ? "" : clause.text(words.getFirst());
        folder =
            base.equals("scratch")
                ? Optional.of("/")
                : Optional.ofNullable(folders.get(base.toLowerCase(Locale.ROOT)));
        boolean named = words.size() > 2 && clause.text(words.get(1)).equalsIgnoreCase("AS");
        name = named ? clause.text(words.get(2)).toLowerCase(Locale.ROOT) : "";
      }
      words(clause, clause.is("FROM") ? VariableUse.FROM : stage, folder);
      if (clause.is("WORKDIR")) {
        folder = workdir(clause, stage, folder);
      }
      if (folder.isPresent() && !name.isEmpty()) {
        folders.put(name, folder.get());
      }
    }
  }

  private void words(Clause clause, int scope, Optional<String> folder) {
    if (!EXPANDED.contains(clause.keyword()) || clause.isJson()) {
      return;
    }
    Function<String, Optional<String>> known = null;
    for (Piece word : clause.operands()) {
      String text = clause.text(word);
      boolean relative = clause.is("WORKDIR") && folder.isPresent();
      if (text.indexOf('$') >= 0 && !relative) {
        known = known == null ? values.at(clause.range().start(), scope) : known;
        String expanded = values.expand(text, known);
        if (!expanded.equals(text) && expanded.indexOf('$') < 0) {
          hints.add(new Hint(clause.range(word).end(), expanded));
        }
      }
    }
  }

  /** The folder from here on. */
  private Optional<String> workdir(Clause clause, int stage, Optional<String> before) {
    List<Piece> words = clause.operands();
    if (words.isEmpty()) {
      return before;
    }
    Piece all = new Piece(words.getFirst().from(), words.getLast().to());
    String written = clause.text(all);
    String path = values.expand(written, values.at(clause.range().start(), stage));
    if (path.indexOf('$') >= 0 || (!path.startsWith("/") && before.isEmpty())) {
      return Optional.empty();
    }
    String folder = normal(path.startsWith("/") ? path : before.get() + "/" + path);
    if (before.isPresent() && !folder.equals(written) && !normal(written).equals(folder)) {
      hints.add(new Hint(clause.range(all).end(), folder));
    }
    return Optional.of(folder);
  }

  private static String normal(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
  }
}
