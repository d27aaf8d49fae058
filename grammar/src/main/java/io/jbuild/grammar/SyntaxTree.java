package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.UnbufferedTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * A source's statements, comments and directives: what the grammar alone gives.
 *
 * @param statements in order
 * @param comments in order
 * @param directives in order, each name once
 * @param escape the escape character in force
 */
record SyntaxTree(
    List<Statement> statements,
    List<Comment> comments,
    List<DirectiveLine> directives,
    char escape) {

  /** Runs lexer and parser. */
  static SyntaxTree of(Source source, Problems problems) {
    var lexer = new DockerfileTokens(new CharacterClasses(source));
    lexer.removeErrorListeners();
    var visible = new VisibleTokens(lexer, source.text());
    // Reads the first token, and by that the directives: the escape character is known then.
    var tokens = new UnbufferedTokenStream<Token>(visible);
    var parser = new DockerfileSyntax(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    var reader = new StatementReader(source, lexer, visible, problems);
    List<Statement> statements = new ArrayList<>();
    while (tokens.LA(1) != Token.EOF) {
      statements.add(reader.read(parser.instruction()));
      if (parser.getNumberOfSyntaxErrors() > 0) {
        throw new AssertionError("the grammar does not take every sequence of tokens");
      }
    }
    for (DirectiveLine line : lexer.repeatedDirectives()) {
      problems.error(
          "duplicate-directive",
          line.range(),
          "directive `" + line.name() + "` is given twice",
          "remove one of them");
    }
    return new SyntaxTree(statements, visible.comments(), lexer.directives(), lexer.escape());
  }
}
