package io.jbuild.grammar.expand;

import java.util.List;
import java.util.Optional;

/**
 * Expands the variables of words as BuildKit's {@code shell} package does: {@code $name}, {@code
 * ${name}} and its modifiers, quotes and escapes.
 *
 * <p>Values that do not hold for one platform are the caller's business: {@link
 * Variables#ignoringCase} gives names as Windows compares them. Instances are immutable and may be
 * shared.
 */
public final class WordExpander {
  /** How many substitutions may stand in each other; deeper ones are refused with an error. */
  public static final int MAX_DEPTH = 200;

  /**
   * How many characters the variables of a word may add to it, and how many steps their patterns
   * may take; what needs more is refused with an error. Linux hands no program a variable of more
   * than 131,072 bytes.
   */
  public static final int MOST_COST = 4 << 20;

  private final Rules rules;

  private WordExpander(Rules rules) {
    this.rules = rules;
  }

  /**
   * What is kept and what is taken away.
   *
   * @param escape the escape character
   * @param quotes whether quotes mean something
   * @param keepQuotes whether quotes stay in the result
   * @param keepEscapes whether escape characters stay in the result
   * @param keepUnset whether a variable that is not set stays as it was written
   */
  record Rules(
      char escape, boolean quotes, boolean keepQuotes, boolean keepEscapes, boolean keepUnset) {}

  /**
   * For words of instructions: quotes and escapes are taken away.
   *
   * @param escape the file's escape character
   */
  public static WordExpander words(char escape) {
    return new WordExpander(new Rules(escape, true, false, false, false));
  }

  /**
   * For bodies of here-documents of COPY and ADD: quotes are ordinary characters.
   *
   * @param escape the escape character; BuildKit has a backslash there whatever the file says
   */
  public static WordExpander heredocs(char escape) {
    return new WordExpander(new Rules(escape, false, false, false, false));
  }

  /**
   * For splitting alone: quotes, escapes and variables that are not set stay as they were written.
   * The escape is a backslash.
   */
  public static WordExpander splitting() {
    return new WordExpander(new Rules('\\', true, true, true, true));
  }

  /**
   * For names of here-documents: variables stay as they were written.
   *
   * @param keepQuotes whether quotes stay in the result
   */
  public static WordExpander heredocNames(boolean keepQuotes) {
    return new WordExpander(new Rules('\\', true, keepQuotes, false, true));
  }

  /** Expands a word; blanks in it are kept. */
  public Expansion expand(String word, Variables env) {
    return run(word, env, false);
  }

  /**
   * Expands a text and splits the result at blanks outside of quotes; blanks that come out of a
   * variable split too.
   */
  public Expansion expandWords(String text, Variables env) {
    return run(text, env, true);
  }

  private Expansion run(String text, Variables env, boolean split) {
    var scan = new WordScan(text, rules, env);
    try {
      String value = scan.expand();
      return new Expansion(
          value,
          split ? scan.words() : List.of(),
          scan.used(),
          scan.unset(),
          Optional.empty(),
          scan.cost());
    } catch (BadSubstitution e) {
      return new Expansion(
          "", List.of(), scan.used(), scan.unset(), Optional.of(e.getMessage()), scan.cost());
    }
  }
}
