package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of commands and what keeps them together. */
final class ScriptReader {
  private final Scan scan;
  private final WordReader words;
  private final CommandReader command;
  private final List<SimpleCommand> commands = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final List<Range> keywords = new ArrayList<>();
  private final List<Range> comments = new ArrayList<>();
  private final HeredocBodies heredocs;

  ScriptReader(ShellText text) {
    this.scan = new Scan(text);
    this.words = new WordReader(scan, this);
    this.heredocs = new HeredocBodies(scan);
    this.command = new CommandReader(scan, words, heredocs);
  }

  ShellScript read() {
    while (!scan.ended()) {
      list('\0');
      scan.skip(1);
    }
    return new ShellScript(commands, operators, keywords, comments, heredocs.found());
  }

  /** Reads up to a character that ends the list, which is not passed over, or the end. */
  void list(char end) {
    var state = new Nesting();
    while (!scan.ended()) {
      if (state.pattern) {
        state.pattern = pattern(end, state);
        continue;
      }
      scan.skipBlanks();
      char c = scan.next();
      if (c == end && (end == '`' || state.open == 0)) {
        return;
      }
      switch (c) {
        case '\n' -> {
          scan.skip(1);
          heredocs.read();
        }
        case '#' -> comment();
        case ';', '&', '|' -> {
          if (c == '&' && scan.after(1) == '>') {
            simple(end);
          } else {
            operator(state);
          }
        }
        case '(' -> {
          if (scan.after(1) == '(') {
            scan.skip(2);
            words.arithmetic(2, end);
          } else {
            state.open++;
            scan.skip(1);
          }
        }
        case ')' -> {
          state.open = Math.max(0, state.open - 1);
          scan.skip(1);
        }
        default -> begin(end, state);
      }
    }
  }

  /** What is open in a list: subshells, and {@code case}. */
  private static final class Nesting {
    int open;
    int cases;
    boolean pattern;
  }

  private void comment() {
    int from = scan.at;
    int lineFeed = scan.text.indexOf('\n', from);
    scan.at = lineFeed < 0 ? scan.text.length() : lineFeed;
    comments.add(scan.rangeFrom(from));
  }

  private void operator(Nesting state) {
    int from = scan.at;
    char c = scan.next();
    scan.skip(1);
    if (scan.next() == c || (c == '|' && scan.next() == '&') || (c == ';' && scan.next() == '&')) {
      scan.skip(1);
      if (c == ';' && scan.next() == '&') {
        scan.skip(1);
      }
    }
    var operator = new Operator(scan.textFrom(from), scan.rangeFrom(from));
    operators.add(operator);
    state.pattern = c == ';' && operator.text().length() > 1 && state.cases > 0;
  }

  /** At the first word of a command: a keyword, or the command itself. */
  private void begin(char end, Nesting state) {
    int from = scan.at;
    switch (keyword()) {
      case "if", "then", "elif", "else", "while", "until", "do", "fi", "done", "!", "{", "}" ->
          keyword(from);
      case "esac" -> {
        keyword(from);
        state.cases = Math.max(0, state.cases - 1);
      }
      case "time" -> {
        keyword(from);
        scan.skipBlanks();
        if (scan.startsWith("-p ")) {
          scan.skip(2);
        }
      }
      case "for", "select" -> {
        keyword(from);
        wordsOfLine(end);
      }
      case "function" -> {
        keyword(from);
        scan.skipBlanks();
        words.read(end);
        parentheses();
      }
      case "case" -> {
        keyword(from);
        scan.skipBlanks();
        words.read(end);
        skipLines();
        int in = scan.at;
        if (keyword().equals("in")) {
          keyword(in);
          state.cases++;
          state.pattern = true;
        }
      }
      default -> simple(end);
    }
  }

  /** The plain word that begins here, without moving; empty if it is longer than any keyword. */
  private String keyword() {
    int to = scan.at;
    while (to < scan.text.length() && to - scan.at < 9 && !WordReader.ends(scan.text.charAt(to))) {
      to++;
    }
    boolean whole = to == scan.text.length() || WordReader.ends(scan.text.charAt(to));
    return whole ? scan.text.substring(scan.at, to) : "";
  }

  private void keyword(int from) {
    scan.skip(keyword().length());
    keywords.add(scan.rangeFrom(from));
  }

  /** {@code name in words}, up to the end of the line or a semicolon. */
  private void wordsOfLine(char end) {
    while (!scan.ended()) {
      scan.skipBlanks();
      int from = scan.at;
      if (scan.startsWith("((")) {
        scan.skip(2);
        words.arithmetic(2, end);
      } else if (keyword().equals("in")) {
        keyword(from);
      } else {
        words.read(end);
      }
      if (scan.at == from) {
        return;
      }
    }
  }

  private void parentheses() {
    scan.skipBlanks();
    if (scan.next() == '(') {
      scan.skip(1);
      scan.skipBlanks();
      scan.skip(scan.next() == ')' ? 1 : 0);
    }
  }

  private void skipLines() {
    scan.skipBlanks();
    while (scan.next() == '\n' && !scan.ended()) {
      scan.skip(1);
      heredocs.read();
      scan.skipBlanks();
    }
  }

  /** Reads a pattern of {@code case} and its parenthesis; tells whether one has to follow still. */
  private boolean pattern(char end, Nesting state) {
    skipLines();
    int from = scan.at;
    char c = scan.next();
    if (c == '#') {
      comment();
      return true;
    }
    if (keyword().equals("esac")) {
      keyword(from);
      state.cases--;
      return false;
    }
    if (c == '(' || c == '|') {
      scan.skip(1);
      return true;
    }
    if (c == ')') {
      scan.skip(1);
      return false;
    }
    words.read(end);
    // Something that no pattern holds: the author means commands.
    return scan.at > from && !scan.ended();
  }

  private void simple(char end) {
    int from = scan.at;
    command.read(end).ifPresent(commands::add);
    if (scan.at == from) {
      scan.skip(1);
    }
  }
}
