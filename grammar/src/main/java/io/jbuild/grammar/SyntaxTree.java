package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
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
    var lexer = new DockerfileTokens(new Utf16Stream(source));
    lexer.removeErrorListeners();
    var tokens = new CommonTokenStream(lexer);
    var parser = new DockerfileSyntax(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    var root = parser.dockerfile();
    if (parser.getNumberOfSyntaxErrors() > 0) {
      throw new AssertionError("the grammar does not take every sequence of tokens");
    }
    var reader = new StatementReader(source, lexer, tokens, problems);
    List<Statement> statements = new ArrayList<>();
    for (var instruction : root.instruction()) {
      statements.add(reader.read(instruction));
    }
    for (DirectiveLine line : lexer.repeatedDirectives()) {
      problems.error(
          "duplicate-directive",
          line.range(),
          "directive `" + line.name() + "` is given twice",
          "remove one of them");
    }
    return new SyntaxTree(
        statements,
        comments(source.text(), tokens.getTokens(), lexer.escape()),
        lexer.directives(),
        lexer.escape());
  }

  private static List<Comment> comments(String text, List<Token> tokens, char escape) {
    List<Comment> comments = new ArrayList<>();
    for (Token token : tokens) {
      int end = token.getStopIndex() + 1;
      switch (token.getType()) {
        case Token.EOF,
            DockerfileTokens.HEREDOC_LINE,
            DockerfileTokens.HEREDOC_END,
            DockerfileTokens.DIRECTIVE -> {}
        case DockerfileTokens.COMMENT -> comments.add(comment(text, token.getStartIndex(), end));
        default -> {
          for (int start : ContinuedLines.comments(text, token.getStartIndex(), end, escape)) {
            int lineEnd = text.indexOf('\n', start);
            comments.add(comment(text, start, lineEnd < 0 ? text.length() : lineEnd));
          }
        }
      }
    }
    return comments;
  }

  private static Comment comment(String text, int start, int end) {
    int hash = text.indexOf('#', start);
    int stop = end > hash && text.charAt(end - 1) == '\r' ? end - 1 : end;
    return new Comment(text.substring(hash + 1, stop).strip(), new Range(hash, stop));
  }
}
