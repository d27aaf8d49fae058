package io.jbuild.grammar.expand;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What came of a word.
 *
 * @param value the expanded text; empty on error
 * @param words the expanded text split at blanks outside of quotes; only filled by {@code
 *     expandWords}
 * @param used names of variables that were looked up and found
 * @param unset names of variables that were looked up and not found
 * @param error what is wrong with the word, as a message without a place
 * @param cost what it took beyond reading the word: characters of values, steps of patterns
 */
public record Expansion(
    String value,
    List<String> words,
    SortedSet<String> used,
    SortedSet<String> unset,
    Optional<String> error,
    long cost) {
  public Expansion {
    words = List.copyOf(words);
  }

  /** Whether there is no error. */
  public boolean ok() {
    return error.isEmpty();
  }
}
