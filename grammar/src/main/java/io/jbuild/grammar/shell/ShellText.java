package io.jbuild.grammar.shell;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import java.util.Arrays;
import java.util.List;

/**
 * What a shell gets to run, with the way back to the Dockerfile.
 *
 * <p>Of a here-document that is the whole command it is the body; else the joined line, followed by
 * the bodies of its here-documents and the lines that close them, the tabs before these left out.
 */
public final class ShellText {
  private final StringBuilder text = new StringBuilder();
  private int[] offsets;
  private int end;

  private ShellText(int capacity) {
    this.offsets = new int[capacity];
  }

  /** How many characters the text of RUN in shell form has, about: found without making it. */
  public static long length(Run run, ShellCommand command) {
    long length = command.text().length();
    for (Heredoc heredoc : run.heredocs()) {
      length += heredoc.body().length();
    }
    return length;
  }

  /** The text of RUN in shell form. */
  public static ShellText of(Dockerfile file, Run run, ShellCommand command) {
    if (run.script().isPresent()) {
      return of(run.script().get());
    }
    return of(file, command, run.heredocs());
  }

  /** The text of another instruction's command. */
  public static ShellText of(Dockerfile file, ShellCommand command) {
    return of(file, command, List.of());
  }

  /** The text of a here-document that is a script itself. */
  public static ShellText of(Heredoc script) {
    var text = new ShellText(script.content().length());
    text.body(script, script.stripTabs());
    return text;
  }

  private static ShellText of(Dockerfile file, ShellCommand command, List<Heredoc> heredocs) {
    JoinedText line =
        JoinedText.of(
            file.source().text(),
            command.range().start(),
            command.range().end(),
            file.directives().escape());
    var text = new ShellText(line.length());
    for (int i = 0; i < line.length(); i++) {
      text.add(line.text().charAt(i), line.offset(i));
    }
    for (Heredoc heredoc : heredocs) {
      text.add('\n', Math.max(0, text.end - 1));
      text.body(heredoc, false);
      text.closing(heredoc, file.source().text());
    }
    return text;
  }

  /** The line that closes a here-document; one that is left open has none. */
  private void closing(Heredoc heredoc, String source) {
    int at = source.indexOf(heredoc.name(), heredoc.body().end());
    for (int i = 0; at >= 0 && i < heredoc.name().length(); i++) {
      add(heredoc.name().charAt(i), at + i);
    }
  }

  private void body(Heredoc heredoc, boolean stripTabs) {
    String content = heredoc.content();
    boolean atStart = true;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (!stripTabs || c != '\t' || !atStart) {
        add(c, heredoc.body().start() + i);
        atStart = c == '\n';
      }
    }
  }

  private void add(char c, int offset) {
    if (text.length() == offsets.length) {
      offsets = Arrays.copyOf(offsets, Math.max(16, offsets.length * 2));
    }
    offsets[text.length()] = offset;
    text.append(c);
    end = offset + 1;
  }

  /** The text. */
  public String text() {
    return text.toString();
  }

  /** Offset in the source of a character; of the end, the offset after the last character. */
  public int offset(int index) {
    return index < text.length() ? offsets[index] : end;
  }

  /** Where the characters from one index up to another stand in the source. */
  public Range range(int from, int to) {
    int start = offset(from);
    return new Range(start, from == to ? start : Math.max(start, offset(to - 1) + 1));
  }

  /**
   * Offset in the source of a place that a checker of scripts names.
   *
   * @param line counted from 1; a line that the text has not is its end
   * @param column counted from 1 in UTF-16 units; past the end of the line it is the end
   */
  public int offset(int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      int lineFeed = text.indexOf("\n", at);
      if (lineFeed < 0) {
        return end;
      }
      at = lineFeed + 1;
    }
    int lineFeed = text.indexOf("\n", at);
    int last = lineFeed < 0 ? text.length() : lineFeed;
    return offset(Math.min(last, at + column - 1));
  }
}
