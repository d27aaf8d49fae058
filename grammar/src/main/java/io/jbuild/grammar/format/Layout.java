package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.*;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Lexeme;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.TextEdit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Lays out a file: lines between instructions here, each instruction by {@link InstructionLayout}.
 */
final class Layout {
  private final String text;
  private final char escape;
  private final List<Lexeme> lexemes;
  private final String lineEnding;
  private final EditList edits;
  private final InstructionLayout instructions;
  private final Deque<Range> errors = new ArrayDeque<>();

  private int at;
  private boolean head = true;

  private Layout(Parsed parsed, FormatStyle style) {
    this.text = parsed.dockerfile().source().text();
    this.escape = parsed.dockerfile().directives().escape();
    this.lexemes = Lexeme.of(parsed.dockerfile().source());
    this.lineEnding = lineEnding(text);
    this.edits = new EditList(text);
    this.instructions =
        new InstructionLayout(text, style, escape, lineEnding, strictShell(parsed), edits);
    for (Diagnostic d : parsed.diagnostics()) {
      if (d.severity() == Severity.ERROR) {
        errors.add(d.range());
      }
    }
  }

  /** The edits that lay out a file, in its order. */
  static List<TextEdit> edits(Parsed parsed, FormatStyle style) {
    var layout = new Layout(parsed, style);
    layout.run();
    return layout.edits.edits();
  }

  /** Whether commands may be another shell's than POSIX's. */
  static boolean strictShell(Parsed parsed) {
    return parsed.dockerfile().directives().escape() == '`'
        || parsed.dockerfile().instructions().stream().anyMatch(i -> i.keyword().equals("SHELL"));
  }

  /** What the first line ends in: the one line that no layout takes away. */
  private static String lineEnding(String text) {
    int feed = text.indexOf('\n');
    return feed > 0 && text.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
  }

  private void run() {
    while (at < lexemes.size()) {
      Lexeme lexeme = lexemes.get(at);
      if (lexeme.startsInstruction()) {
        head = false;
        instruction();
        continue;
      }
      switch (lexeme.type()) {
        case BLANK_LINE -> blankLines();
        case COMMENT -> comment(lexeme.range());
        case DIRECTIVE -> {
          at++;
          lineFeed(lexeme.range(), "\r");
        }
        case INDENT -> indent(lexeme.range());
        default -> at++;
      }
    }
  }

  /**
   * One blank line is enough, and none at the ends of the file. Before the first instruction they
   * stay: they tell directives from comments.
   */
  private void blankLines() {
    int start = lexemes.get(at).range().start();
    int end = start;
    while (at < lexemes.size() && lexemes.get(at).type() == BLANK_LINE) {
      Range line = lexemes.get(at++).range();
      if (head) {
        edits.replace(line.start(), line.end(), lineEnding);
      }
      end = line.end();
    }
    if (at + 1 == lexemes.size() && lexemes.get(at).type() == INDENT) {
      end = head ? end : lexemes.get(at++).range().end();
    }
    if (!head) {
      edits.replace(start, end, end == text.length() ? "" : lineEnding);
    }
  }

  private void comment(Range range) {
    int start = range.start();
    int hash = text.indexOf('#', start);
    // A first line of `#!` would let directives follow it.
    if (text.lastIndexOf('\n', start) >= 0 || !text.startsWith("#!", hash)) {
      edits.replace(start, hash, "");
    }
    at++;
    lineFeed(new Range(hash + 1, range.end()), " \t\r");
  }

  /** The line feed after a comment or directive is a blank line of its own to the lexer. */
  private void lineFeed(Range line, String blanks) {
    int end = line.end();
    int from = end;
    while (from > line.start() && blanks.indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    edits.replace(from, Math.min(end + 1, text.length()), lineEnding);
    if (at < lexemes.size() && lexemes.get(at).type() == BLANK_LINE) {
      at++;
    }
  }

  private void indent(Range range) {
    boolean continued = at > 0 && lexemes.get(at - 1).type() == CONTINUATION;
    boolean last = at + 1 == lexemes.size();
    boolean broken = !last && isBroken(at + 1, endOf(at + 1));
    if (!continued && !broken) {
      edits.replace(range.start(), range.end(), "");
    }
    at++;
  }

  /** The index after the last lexeme of an instruction, here-documents and line feed included. */
  private int endOf(int first) {
    int end = first;
    while (end < lexemes.size() && lexemes.get(end).type() != NEWLINE) {
      end++;
    }
    end = Math.min(end + 1, lexemes.size());
    while (end < lexemes.size() && isHeredoc(lexemes.get(end))) {
      end++;
    }
    return end;
  }

  private static boolean isHeredoc(Lexeme lexeme) {
    return lexeme.type() == HEREDOC_LINE || lexeme.type() == HEREDOC_END;
  }

  /** Whether an error lies in an instruction; to be asked in order. */
  private boolean isBroken(int first, int end) {
    int start = lexemes.get(first).range().start();
    int stop = lexemes.get(end - 1).range().end();
    while (!errors.isEmpty() && errors.peek().end() < start) {
      errors.remove();
    }
    return !errors.isEmpty() && errors.peek().start() <= stop;
  }

  private void instruction() {
    int first = at;
    at = endOf(first);
    if (isBroken(first, at)) {
      return;
    }
    int newline = first;
    while (newline < at && lexemes.get(newline).type() != NEWLINE) {
      newline++;
    }
    List<Lexeme> own = lexemes.subList(first, newline);
    instructions.layOut(own);
    if (!InstructionLayout.isTrigger(own) && !endsQuoted(own)) {
      lineEnd(blanksFrom(own.getLast()), newline);
    }
  }

  /** Where blanks of a last lexeme may be taken away: in an open quote of a flag they count. */
  private static int blanksFrom(Lexeme last) {
    return switch (last.type()) {
      case TEXT, GAP, SEPARATOR -> last.range().start();
      default -> last.range().end();
    };
  }

  private static boolean endsQuoted(List<Lexeme> own) {
    for (int i = own.size() - 1; i >= 0; i--) {
      switch (own.get(i).type()) {
        case QUOTE_CLOSE -> {
          return false;
        }
        case QUOTE_OPEN -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  /** Takes the blanks at the end of an instruction's line away. */
  private void lineEnd(int least, int newline) {
    boolean ends = newline == lexemes.size();
    int end = ends ? text.length() : lexemes.get(newline).range().end();
    int from = ends ? end : end - 1;
    while (from > least && isBlank(text.charAt(from - 1))) {
      from--;
    }
    // Without the blanks it would continue the line.
    char last = text.charAt(from - 1);
    boolean continues = last == '\n' || lexemes.get(newline - 1).type() == CONTINUATION;
    if (last != escape && !continues) {
      edits.replace(from, end, lineEnding);
    }
  }
}
