package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.*;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.LexemeReader;
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
  private final LexemeWindow lexemes;
  private final String lineEnding;
  private final EditList edits;
  private final InstructionLayout instructions;
  private final Deque<Range> errors = new ArrayDeque<>();

  private int at;
  private boolean head = true;

  private Layout(Parsed parsed, FormatStyle style) {
    this.text = parsed.dockerfile().source().text();
    this.escape = parsed.dockerfile().directives().escape();
    this.lexemes = new LexemeWindow(new LexemeReader(parsed.dockerfile().source()));
    this.lineEnding = lineEnding(text);
    this.edits = new EditList(text);
    this.instructions =
        new InstructionLayout(text, lexemes, style, escape, lineEnding, strictShell(parsed), edits);
    for (Diagnostic d : parsed.diagnostics()) {
      if (d.severity() == Severity.ERROR) {
        errors.add(d.range());
      }
    }
  }

  /** The edits that lay out a file, in its order. */
  static List<TextEdit> edits(Parsed parsed, FormatStyle style) {
    // What has not been read is not compared either.
    if (parsed.diagnostics().stream().anyMatch(d -> d.code().equals(DockerfileParser.TOO_LONG))) {
      return List.of();
    }
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
    while (lexemes.has(at)) {
      lexemes.dropBefore(at);
      if (lexemes.startsInstruction(at)) {
        head = false;
        instruction();
        continue;
      }
      switch (lexemes.type(at)) {
        case BLANK_LINES -> {
          blankLines(lexemes.start(at), lexemes.end(at));
          at++;
        }
        case COMMENT -> comment(lexemes.range(at));
        case DIRECTIVE -> lineFeed(lexemes.range(at), "\r");
        case INDENT -> indent(lexemes.range(at));
        default -> at++;
      }
    }
  }

  /**
   * One blank line is enough, and none at the ends of the file. Before the first instruction they
   * stay: they tell directives from comments.
   */
  private void blankLines(int start, int end) {
    if (head) {
      for (int line = start; line < end; line = text.indexOf('\n', line) + 1) {
        edits.replace(line, text.indexOf('\n', line) + 1, lineEnding);
      }
      return;
    }
    int stop = end;
    if (lexemes.type(at + 1) == INDENT && !lexemes.has(at + 2)) {
      stop = lexemes.end(++at);
    }
    if (stop > start) {
      edits.replace(start, stop, stop == text.length() ? "" : lineEnding);
    }
  }

  private void comment(Range range) {
    int start = range.start();
    int hash = text.indexOf('#', start);
    // A first line of `#!` would let directives follow it.
    if (text.lastIndexOf('\n', start) >= 0 || !text.startsWith("#!", hash)) {
      edits.replace(start, hash, "");
    }
    lineFeed(new Range(hash + 1, range.end()), " \t\r");
  }

  /** The line feed after a comment or directive begins the blank lines after it. */
  private void lineFeed(Range line, String blanks) {
    int end = line.end();
    int from = end;
    while (from > line.start() && blanks.indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    edits.replace(from, Math.min(end + 1, text.length()), lineEnding);
    at++;
    if (lexemes.type(at) == BLANK_LINES) {
      blankLines(end + 1, lexemes.end(at));
      at++;
    }
  }

  private void indent(Range range) {
    boolean continued = at > 0 && lexemes.type(at - 1) == CONTINUATION;
    boolean broken = lexemes.has(at + 1) && isBroken(at + 1, endOf(at + 1));
    if (!continued && !broken) {
      edits.replace(range.start(), range.end(), "");
    }
    at++;
  }

  /** The number after the last lexeme of an instruction, here-documents and line feed included. */
  private int endOf(int first) {
    int end = newline(first);
    end += lexemes.has(end) ? 1 : 0;
    while (isHeredoc(lexemes.type(end))) {
      end++;
    }
    return end;
  }

  /** The number of the line feed that ends an instruction. */
  private int newline(int first) {
    int end = first;
    while (lexemes.has(end) && lexemes.type(end) != NEWLINE) {
      end++;
    }
    return end;
  }

  private static boolean isHeredoc(int type) {
    return type == HEREDOC_BODY || type == HEREDOC_END;
  }

  /** Whether an error lies in an instruction; to be asked in order. */
  private boolean isBroken(int first, int end) {
    int start = lexemes.start(first);
    int stop = lexemes.end(end - 1);
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
    int newline = newline(first);
    instructions.layOut(first, newline);
    if (lexemes.type(first) != ONBUILD && !endsQuoted(first, newline)) {
      lineEnd(blanksFrom(newline - 1), newline);
    }
  }

  /** Where blanks of a last lexeme may be taken away: in an open quote of a flag they count. */
  private int blanksFrom(int last) {
    return switch (lexemes.type(last)) {
      case TEXT, GAP, SEPARATOR -> lexemes.start(last);
      default -> lexemes.end(last);
    };
  }

  private boolean endsQuoted(int first, int end) {
    for (int i = end - 1; i >= first; i--) {
      switch (lexemes.type(i)) {
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
    boolean ends = !lexemes.has(newline);
    int end = ends ? text.length() : lexemes.end(newline);
    int from = ends ? end : end - 1;
    while (from > least && isBlank(text.charAt(from - 1))) {
      from--;
    }
    // Without the blanks it would continue the line.
    char last = text.charAt(from - 1);
    boolean continues = last == '\n' || lexemes.type(newline - 1) == CONTINUATION;
    if (last != escape && !continues) {
      edits.replace(from, end, lineEnding);
    }
  }
}
