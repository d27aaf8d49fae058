package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * A command with its words.
 *
 * @param assignments those before the first word, in order
 * @param words the name and the arguments; empty if there are only assignments or redirections
 * @param redirections in order
 * @param range from the first to the last of all these
 */
public record SimpleCommand(
    List<Assignment> assignments,
    List<ShellWord> words,
    List<Redirection> redirections,
    Range range) {
  public SimpleCommand {
    assignments = List.copyOf(assignments);
    words = List.copyOf(words);
    redirections = List.copyOf(redirections);
  }

  /** The first word; empty if there is none, or if it is not known before it runs. */
  public String name() {
    return words.isEmpty() ? "" : words.getFirst().literal().orElse("");
  }

  /** The words after the first. */
  public List<ShellWord> arguments() {
    return words.isEmpty() ? List.of() : words.subList(1, words.size());
  }

  /** The arguments that begin with a dash and stand before {@code --}. */
  public List<ShellWord> options() {
    List<ShellWord> options = new ArrayList<>();
    for (ShellWord word : arguments()) {
      String text = word.text();
      if (text.equals("--")) {
        break;
      }
      if (text.length() > 1 && text.charAt(0) == '-') {
        options.add(word);
      }
    }
    return options;
  }

  /**
   * Whether an option is given: {@code --long}, {@code --long=value}, or {@code x} among the
   * letters of {@code -axz}.
   *
   * @param name a letter for a short option, else a long one without its dashes
   */
  public boolean hasOption(String name) {
    return options().stream().anyMatch(word -> isOption(word.text(), name));
  }

  private static boolean isOption(String text, String name) {
    boolean isLong = text.startsWith("--");
    if (name.length() == 1) {
      return !isLong && text.indexOf(name.charAt(0), 1) > 0;
    }
    return isLong
        && text.startsWith(name, 2)
        && (text.length() == name.length() + 2 || text.charAt(name.length() + 2) == '=');
  }
}
