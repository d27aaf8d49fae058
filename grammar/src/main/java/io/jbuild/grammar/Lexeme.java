package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * A token with its place: what a formatter or an editor that colours text needs to see, blanks and
 * comments included.
 *
 * @param type one of the constants of {@link DockerfileTokens}
 * @param range where it stands; never empty
 */
public record Lexeme(int type, Range range) {

  /** The tokens of a source in order; put together they are its text. */
  public static List<Lexeme> of(Source source) {
    var lexer = new DockerfileTokens(new Utf16Stream(source));
    lexer.removeErrorListeners();
    List<Lexeme> lexemes = new ArrayList<>();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      var range = new Range(token.getStartIndex(), token.getStopIndex() + 1);
      lexemes.add(new Lexeme(token.getType(), range));
    }
    return lexemes;
  }

  /** Whether an instruction begins with it, be its name known or not. */
  public boolean startsInstruction() {
    return type >= DockerfileTokens.ADD && type <= DockerfileTokens.NAMELESS;
  }

  /** The name of the instruction in upper case, if it is the keyword of one. */
  public Optional<String> keyword() {
    return type >= DockerfileTokens.ADD && type <= DockerfileTokens.WORKDIR
        ? Optional.of(DockerfileTokens.VOCABULARY.getSymbolicName(type))
        : Optional.empty();
  }
}
