package io.jbuild.grammar;

import java.util.List;

/**
 * A command in JSON form, run without a shell.
 *
 * @param words the decoded strings, each with the range of its quotes and what is between them
 * @param range the brackets and what stands between them
 */
public record ExecCommand(List<Word> words, Range range) implements Command {
  public ExecCommand {
    words = List.copyOf(words);
  }

  /** The decoded strings. */
  public List<String> arguments() {
    return words.stream().map(Word::text).toList();
  }
}
