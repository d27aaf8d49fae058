package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command whose options and operands are told apart.
 *
 * @param operands the words that are no options and no values of options, in order
 * @param options in order, of {@code -yq} both letters
 */
record Invocation(List<ShellWord> operands, List<Option> options) {
  /**
   * An option.
   *
   * @param name without its dashes
   * @param value what follows {@code =} or, if it takes a value, what comes next; else empty
   * @param word that it stands in
   */
  record Option(String name, String value, ShellWord word) {}

  /** Reads the arguments of a program whose options are known. */
  static Invocation of(SimpleCommand command) {
    return of(command.arguments(), ProgramOptions.valued(command.name()));
  }

  /**
   * Reads arguments.
   *
   * @param valued the names of options that take a value, without dashes
   */
  static Invocation of(List<ShellWord> arguments, Set<String> valued) {
    List<ShellWord> operands = new ArrayList<>();
    List<Option> options = new ArrayList<>();
    boolean open = true;
    for (int i = 0; i < arguments.size(); i++) {
      ShellWord word = arguments.get(i);
      String text = word.text();
      if (!open || text.length() < 2 || text.charAt(0) != '-') {
        operands.add(word);
      } else if (text.equals("--")) {
        open = false;
      } else if (wantsValue(text, word, valued, options) && i + 1 < arguments.size()) {
        Option last = options.removeLast();
        options.add(new Option(last.name, arguments.get(++i).text(), word));
      }
    }
    return new Invocation(operands, options);
  }

  /** Adds the options of a word; tells whether the last of them takes the next word. */
  private static boolean wantsValue(
      String text, ShellWord word, Set<String> valued, List<Option> options) {
    if (text.startsWith("--")) {
      int equals = text.indexOf('=');
      String name = text.substring(2, equals < 0 ? text.length() : equals);
      options.add(new Option(name, equals < 0 ? "" : text.substring(equals + 1), word));
      return equals < 0 && valued.contains(name);
    }
    if (valued.contains(text.substring(1)) && text.length() > 2) {
      options.add(new Option(text.substring(1), "", word));
      return true;
    }
    for (int i = 1; i < text.length(); i++) {
      String name = text.substring(i, i + 1);
      if (valued.contains(name)) {
        options.add(new Option(name, text.substring(i + 1), word));
        return i + 1 == text.length();
      }
      if (name.equals("=")) {
        Option last = options.isEmpty() ? null : options.removeLast();
        options.add(new Option(last == null ? "" : last.name, text.substring(i + 1), word));
        return false;
      }
      options.add(new Option(name, "", word));
    }
    return false;
  }

  /** Whether one of some options is given. */
  boolean has(String... names) {
    return option(names).isPresent();
  }

  /** The first of some options. */
  Optional<Option> option(String... names) {
    List<String> wanted = List.of(names);
    return options.stream().filter(option -> wanted.contains(option.name)).findFirst();
  }

  /** How often one of some options is given. */
  long count(String... names) {
    List<String> wanted = List.of(names);
    return options.stream().filter(option -> wanted.contains(option.name)).count();
  }

  /** An operand without quotes; empty if there are not so many. */
  String operand(int index) {
    return index < operands.size() ? operands.get(index).text() : "";
  }

  /** The operands from one on. */
  List<ShellWord> from(int index) {
    return index < operands.size() ? operands.subList(index, operands.size()) : List.of();
  }
}
