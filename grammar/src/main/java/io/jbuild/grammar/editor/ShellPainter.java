package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.editor.Token.Kind;
import io.jbuild.grammar.shell.Operator;
import io.jbuild.grammar.shell.ShellScript;
import io.jbuild.grammar.shell.ShellText;
import io.jbuild.grammar.shell.ShellWord;
import io.jbuild.grammar.shell.SimpleCommand;
import io.jbuild.grammar.shell.WordPart;
import java.util.List;

/** Paints what a shell makes of a RUN: commands, operators, reserved words, comments. */
final class ShellPainter {
  private final Draft draft;
  private final Clause clause;
  private final Run run;

  ShellPainter(Draft draft, Clause clause, Run run) {
    this.draft = draft;
    this.clause = clause;
    this.run = run;
  }

  /** Whether it looks at a script: not at one that is too long for anybody to look at. */
  static boolean reads(Run run) {
    return !(run.command() instanceof ShellCommand command)
        || ShellText.length(run, command) <= ShellScript.LONGEST;
  }

  /**
   * Paints.
   *
   * @param line the instruction's joined line, painted with its words already
   * @param tokens takes the tokens of here-documents
   */
  void paint(Canvas line, List<Token> tokens) {
    if (!(run.command() instanceof ShellCommand)) {
      return;
    }
    ShellScript script = ShellScript.of(draft.parsed().dockerfile(), run);
    for (SimpleCommand command : script.commands()) {
      for (ShellWord word : command.words()) {
        boolean name = word == command.words().getFirst();
        if (!inLine(word.range())) {
          body(word, name, tokens);
        } else if (name && line.isPlain(word.range())) {
          line.paint(word.range(), Kind.FUNCTION);
        }
      }
    }
    script.operators().stream()
        .map(Operator::range)
        .forEach(r -> paint(r, Kind.OPERATOR, line, tokens));
    script.keywords().forEach(r -> paint(r, Kind.KEYWORD, line, tokens));
    script.comments().forEach(r -> paint(r, Kind.COMMENT, line, tokens));
  }

  private boolean inLine(Range range) {
    return range.end() <= clause.range().end();
  }

  private void paint(Range range, Kind kind, Canvas line, List<Token> tokens) {
    if (inLine(range)) {
      line.paint(range, kind);
    } else {
      add(range, kind, tokens);
    }
  }

  private void body(ShellWord word, boolean name, List<Token> tokens) {
    for (WordPart part : word.parts()) {
      Kind kind =
          switch (part.kind()) {
            case LITERAL -> part.quoted() ? Kind.STRING : name ? Kind.FUNCTION : Kind.PARAMETER;
            case VARIABLE -> Kind.VARIABLE;
            case ARITHMETIC -> Kind.PARAMETER;
            case SUBSTITUTION -> null;
          };
      if (kind != null) {
        add(part.range(), kind, tokens);
      }
    }
  }

  /** A string of several lines gives a token a line. */
  private void add(Range range, Kind kind, List<Token> tokens) {
    int at = range.start();
    while (at < range.end()) {
      int lineFeed = draft.text().indexOf('\n', at);
      int end = lineFeed < 0 ? range.end() : Math.min(lineFeed, range.end());
      if (end > at) {
        tokens.add(new Token(new Range(at, end), kind, 0, true));
      }
      at = end + 1;
    }
  }
}
