package io.jbuild.grammar;

import java.util.List;
import java.util.function.Consumer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.UnbufferedTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads a source's statements one after the other, with its comments and directives: what the
 * grammar alone gives. Holds none of the statements.
 */
final class SyntaxReader {
  private final Problems problems;
  private final DockerfileTokens lexer;
  private final VisibleTokens visible;
  private final UnbufferedTokenStream<Token> tokens;
  private final DockerfileSyntax parser;
  private final StatementReader reader;
  private boolean told;

  /** Reads the first token, and by that the directives. */
  SyntaxReader(Source source, Problems problems) {
    this.problems = problems;
    lexer = new DockerfileTokens(new CharacterClasses(source));
    lexer.removeErrorListeners();
    visible = new VisibleTokens(lexer, source.text());
    tokens = new UnbufferedTokenStream<>(visible);
    parser = new DockerfileSyntax(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    reader = new StatementReader(source, lexer, visible, problems);
  }

  /** The next statement, null after the last. */
  Statement next() {
    if (tokens.LA(1) == Token.EOF) {
      tooLong();
      return null;
    }
    Statement statement = reader.read(parser.instruction());
    if (parser.getNumberOfSyntaxErrors() > 0) {
      throw new AssertionError("the grammar does not take every sequence of tokens");
    }
    return statement;
  }

  private void tooLong() {
    int at = visible.ended();
    if (at >= 0 && !told) {
      told = true;
      problems.error(
          DockerfileParser.TOO_LONG,
          new Range(at, at),
          "the file goes on after "
              + VisibleTokens.MOST
              + " keywords and words, and is not read further",
          "is it a Dockerfile?");
    }
  }

  /** Gives every statement that is left. */
  void forEach(Consumer<Statement> reader) {
    for (Statement statement = next(); statement != null; statement = next()) {
      reader.accept(statement);
    }
  }

  /** The comments that have been passed; after the last statement all. */
  List<Comment> comments() {
    return visible.comments();
  }

  /** The escape character in force. */
  char escape() {
    return lexer.escape();
  }

  /** The directives in order, each name once; that a name comes again is a problem. */
  List<DirectiveLine> directives() {
    for (DirectiveLine line : lexer.repeatedDirectives()) {
      problems.error(
          "duplicate-directive",
          line.range(),
          "directive `" + line.name() + "` is given twice",
          "remove one of them");
    }
    return lexer.directives();
  }
}
