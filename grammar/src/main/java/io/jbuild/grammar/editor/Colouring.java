package io.jbuild.grammar.editor;

import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.editor.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tokens of a text, for editors that colour it. */
public final class Colouring {
  private final Draft draft;
  private final List<Token> tokens = new ArrayList<>();

  /** RUNs in the order of the text, by where their keyword stands. */
  private final Map<Integer, Run> runs = new HashMap<>();

  private Colouring(Draft draft) {
    this.draft = draft;
    for (Instruction instruction : draft.parsed().dockerfile().everyInstruction()) {
      Instruction inner =
          instruction instanceof Onbuild onbuild ? onbuild.nested().orElse(onbuild) : instruction;
      if (inner instanceof Run run) {
        runs.put(run.origin().keywordRange().start(), run);
      }
    }
  }

  /** All tokens in order; none overlaps another or spans lines. */
  public static List<Token> of(Draft draft) {
    return of(draft, new Range(0, draft.text().length()));
  }

  /** Those of a range of the text. */
  public static List<Token> of(Draft draft, Range part) {
    var colouring = new Colouring(draft);
    colouring.directives();
    for (Comment comment : draft.parsed().dockerfile().comments()) {
      Range range = comment.range();
      if (!touches(range, part)) {
        continue;
      }
      boolean directive =
          draft.directives().stream()
              .anyMatch(
                  d ->
                      d.nameRange().start() < range.end()
                          && d.nameRange().start() >= range.start());
      if (!directive) {
        colouring.add(range, Kind.COMMENT);
      }
    }
    for (Clause clause : draft.clauses()) {
      if (touches(clause.range(), part)) {
        colouring.clause(clause);
      }
    }
    List<Token> tokens = apart(colouring.tokens);
    tokens.removeIf(token -> !touches(token.range(), part));
    return tokens;
  }

  private static boolean touches(Range range, Range part) {
    return range.start() <= part.end() && part.start() <= range.end();
  }

  /**
   * In half-written text a comment or here-document can be two things; the first that begins is it.
   */
  private static List<Token> apart(List<Token> tokens) {
    tokens.sort(Comparator.comparingInt(token -> token.range().start()));
    List<Token> result = new ArrayList<>(tokens.size());
    int end = 0;
    for (Token token : tokens) {
      if (token.range().start() >= end) {
        result.add(token);
        end = token.range().end();
      }
    }
    return result;
  }

  private void add(Range range, Kind kind) {
    if (range.length() > 0) {
      tokens.add(new Token(range, kind, 0, false));
    }
  }

  private void directives() {
    for (DirectivePlace line : draft.directives()) {
      int hash = draft.text().lastIndexOf('#', line.nameRange().start());
      add(new Range(hash, line.nameRange().start()), Kind.COMMENT);
      add(line.nameRange(), Kind.PROPERTY);
      add(new Range(line.equals(), line.equals() + 1), Kind.OPERATOR);
      add(line.value(), Kind.PARAMETER);
    }
  }

  private void clause(Clause outer) {
    for (Clause c = outer; ; c = c.trigger().get()) {
      boolean deprecated = c.is("MAINTAINER");
      var keyword = new Canvas(c.text());
      int modifiers = deprecated ? Token.DEPRECATED : 0;
      keyword.paint(0, c.arguments(), Kind.KEYWORD, modifiers, false);
      keyword.into(tokens);
      if (c.trigger().isEmpty()) {
        break;
      }
    }
    Clause clause = outer.innermost();
    var canvas = new Canvas(clause.text());
    if (!clause.is("ONBUILD")) {
      new ClausePainter(clause, draft.escape(), canvas).paint();
    }
    Run run = runs.get(clause.keywordRange().start());
    if (clause.is("RUN") && run != null && ShellPainter.reads(run)) {
      new ShellPainter(draft, clause, run).paint(canvas, tokens);
    } else {
      clause.heredocs().forEach(heredoc -> text(heredoc.body()));
    }
    for (HeredocPlace heredoc : clause.heredocs()) {
      canvas.paint(heredoc.marker(), Kind.MACRO);
      heredoc.end().ifPresent(end -> add(end, Kind.MACRO));
    }
    canvas.into(tokens);
    continuations(outer);
  }

  /** The lines of a here-document that is a file. */
  private void text(Range body) {
    int at = body.start();
    while (at < body.end()) {
      int lineFeed = draft.text().indexOf('\n', at);
      int end = lineFeed < 0 ? body.end() : Math.min(lineFeed, body.end());
      int trimmed = end > at && draft.text().charAt(end - 1) == '\r' ? end - 1 : end;
      add(new Range(at, trimmed), Kind.STRING);
      at = end + 1;
    }
  }

  /** The characters that continue lines: they stand where the joined text has nothing. */
  private void continuations(Clause clause) {
    int next = clause.range().start();
    for (int i = 0; i < clause.text().length(); i = clause.text().pieceEnd(i)) {
      continuations(next, clause.text().offset(i));
      next = clause.text().offset(clause.text().pieceEnd(i) - 1) + 1;
    }
    continuations(next, clause.range().end());
  }

  private void continuations(int from, int to) {
    int at = from;
    while (at < to) {
      int first = at;
      while (first < to
          && (draft.text().charAt(first) == ' ' || draft.text().charAt(first) == '\t')) {
        first++;
      }
      if (first < to && draft.text().charAt(first) == draft.escape()) {
        add(new Range(first, first + 1), Kind.MACRO);
      }
      int lineFeed = draft.text().indexOf('\n', at);
      at = lineFeed < 0 ? to : lineFeed + 1;
    }
  }
}
