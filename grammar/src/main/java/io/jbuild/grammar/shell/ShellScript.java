package io.jbuild.grammar.shell;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Word;
import java.util.Comparator;
import java.util.List;

/**
 * A script, read.
 *
 * @param commands every simple command in the order of the text, wherever it is nested; {@code [[ …
 *     ]]} counts as one
 * @param operators what stands between commands, in order
 * @param keywords reserved words in their places, in order
 * @param comments from {@code #} to the end of the line, in order
 * @param heredocs bodies of here-documents with the lines that close them, in order
 */
public record ShellScript(
    List<SimpleCommand> commands,
    List<Operator> operators,
    List<Range> keywords,
    List<Range> comments,
    List<Range> heredocs) {
  /**
   * Longer scripts are not read: no shell gets so many characters in one argument, as Linux has it,
   * and nobody writes them into a Dockerfile.
   */
  public static final int LONGEST = 256 * 1024;

  private static final ShellScript NOTHING =
      new ShellScript(List.of(), List.of(), List.of(), List.of(), List.of());

  public ShellScript {
    commands = commands.stream().sorted(Comparator.comparingInt(c -> c.range().start())).toList();
    operators = operators.stream().sorted(Comparator.comparingInt(o -> o.range().start())).toList();
    keywords = List.copyOf(keywords);
    comments = List.copyOf(comments);
    heredocs = List.copyOf(heredocs);
  }

  /**
   * The script of a RUN; of the JSON form one command. Of one that is longer than {@link #LONGEST}
   * nothing.
   */
  public static ShellScript of(Dockerfile file, Run run) {
    if (run.command() instanceof ShellCommand command) {
      if (ShellText.length(run, command) > LONGEST) {
        return NOTHING;
      }
      return read(ShellText.of(file, run, command));
    }
    return of((ExecCommand) run.command());
  }

  /** A command that is started without a shell: its words are the strings. */
  public static ShellScript of(ExecCommand command) {
    List<ShellWord> words = command.words().stream().map(ShellScript::word).toList();
    var started = new SimpleCommand(List.of(), words, List.of(), command.range());
    return new ShellScript(
        words.isEmpty() ? List.of() : List.of(started), List.of(), List.of(), List.of(), List.of());
  }

  private static ShellWord word(Word string) {
    var part =
        new WordPart(WordPart.Kind.LITERAL, string.text(), string.text(), true, string.range());
    return new ShellWord(string.text(), List.of(part), string.range());
  }

  /** Reads a script. Never throws, whatever the text is; takes time in proportion to it. */
  public static ShellScript read(ShellText text) {
    return new ScriptReader(text).read();
  }

  /** Whether a command of a name is started. */
  public boolean starts(String name) {
    return commands.stream().anyMatch(command -> command.name().equals(name));
  }
}
