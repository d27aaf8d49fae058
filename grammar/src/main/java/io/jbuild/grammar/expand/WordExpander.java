package io.jbuild.grammar.expand;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Expands the variables of words as Dockerfiles do. */
public final class WordExpander {
  private WordExpander() {}

  /**
   * For words of instructions: quotes and escapes are taken away.
   *
   * @param escape the file's escape character
   */
  public static WordExpander words(char escape) {
    return new WordExpander();
  }

  /**
   * For bodies of here-documents: quotes are ordinary characters, single quotes do not stop
   * expansion.
   *
   * @param escape the file's escape character
   */
  public static WordExpander heredocs(char escape) {
    return new WordExpander();
  }

  /** Expands a word. */
  public Expansion expand(String word, Variables env) {
    return new Expansion(word, List.of(), new TreeSet<>(), new TreeSet<>(), Optional.empty());
  }

  /** Expands a text and splits it into words. */
  public Expansion expandWords(String text, Variables env) {
    return new Expansion(text, List.of(text), new TreeSet<>(), new TreeSet<>(), Optional.empty());
  }
}
