package io.jbuild.grammar;

import org.antlr.v4.runtime.Token;

/**
 * Goes through the tokens of a source: what a formatter or an editor that colours text needs to
 * see, blanks and comments included. Put together they are the text, and none is empty. Holds one
 * token at a time; begins before the first.
 */
public final class LexemeReader {
  private final DockerfileTokens lexer;
  private Token token;

  /** Reads a source from its start. */
  public LexemeReader(Source source) {
    lexer = new DockerfileTokens(new CharacterClasses(source));
    lexer.removeErrorListeners();
  }

  /** The name in upper case of the instruction whose keyword has a type. */
  public static String keyword(int type) {
    return DockerfileTokens.VOCABULARY.getSymbolicName(type);
  }

  /** Goes to the next token; false if there is none. */
  public boolean next() {
    token = lexer.nextToken();
    return token.getType() != Token.EOF;
  }

  /** The token's type, one of the constants of {@link DockerfileTokens}. */
  public int type() {
    return token.getType();
  }

  /** Offset of the token's first character. */
  public int start() {
    return token.getStartIndex();
  }

  /** Offset after the token's last character. */
  public int end() {
    return token.getStopIndex() + 1;
  }
}
