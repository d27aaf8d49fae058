package io.jbuild.grammar.expand;

import java.util.ArrayList;
import java.util.List;

/** Collects characters into words: bare blanks end a word, quoted ones do not. */
final class SplitWords {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /** Adds characters that stand outside of quotes. */
  void add(CharSequence bare) {
    for (int i = 0; i < bare.length(); i++) {
      add(bare.charAt(i));
    }
  }

  /** Adds a character that stands outside of quotes. */
  void add(char bare) {
    if (!Characters.isSpace(bare)) {
      word.append(bare);
    } else if (!word.isEmpty()) {
      finish();
    }
  }

  /** Adds characters that never split. */
  void addRaw(CharSequence quoted) {
    word.append(quoted);
  }

  /** Adds a character that never splits. */
  void addRaw(char quoted) {
    word.append(quoted);
  }

  /** Ends the last word and gives all. */
  List<String> finish() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
    return words;
  }
}
