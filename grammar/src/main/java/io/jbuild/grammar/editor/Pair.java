package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name and its value in ENV, ARG or LABEL, whole or not.
 *
 * @param name the name
 * @param equals index of the equals sign, -1 if there is none
 * @param value the value, quotes included; empty if there is none
 */
record Pair(Piece name, int equals, Optional<Piece> value) {

  /** The pairs of an instruction in order; {@code ENV name value} has one. */
  static List<Pair> of(Clause clause, char escape) {
    List<Piece> words = words(clause, escape);
    List<Pair> pairs = new ArrayList<>();
    if (words.isEmpty()) {
      return pairs;
    }
    boolean old = !clause.is("ARG") && clause.text(words.getFirst()).indexOf('=') < 0;
    if (old) {
      Optional<Piece> rest =
          words.size() < 2
              ? Optional.empty()
              : Optional.of(new Piece(words.get(1).from(), words.getLast().to()));
      return List.of(new Pair(words.getFirst(), -1, rest));
    }
    for (Piece word : words) {
      int equals = clause.text().text().indexOf('=', word.from());
      boolean has = equals >= 0 && equals < word.to();
      pairs.add(
          has
              ? new Pair(
                  new Piece(word.from(), equals),
                  equals,
                  Optional.of(new Piece(equals + 1, word.to())))
              : new Pair(word, -1, Optional.empty()));
    }
    return pairs;
  }

  /** Words between blanks outside of quotes; an escaped blank belongs to its word. */
  private static List<Piece> words(Clause clause, char escape) {
    String text = clause.text().text();
    int end = text.length();
    while (end > clause.arguments() && Clause.isBlank(text.charAt(end - 1))) {
      end--;
    }
    if (end > clause.arguments() && text.charAt(end - 1) == escape && end < text.length()) {
      end--;
    }
    List<Piece> words = new ArrayList<>();
    int at = clause.arguments();
    while (at < end) {
      int start = at;
      char quote = 0;
      while (at < end && (quote != 0 || !Clause.isBlank(text.charAt(at)))) {
        char c = text.charAt(at);
        if (c == escape && quote != '\'') {
          at++;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        }
        at++;
      }
      at = Math.min(at, end);
      if (at > start) {
        words.add(new Piece(start, at));
      } else {
        at++;
      }
    }
    return words;
  }
}
