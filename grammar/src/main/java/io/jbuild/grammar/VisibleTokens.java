package io.jbuild.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;

/**
 * The tokens that the parser sees, one after the other: blanks, continuations and comments are
 * taken out on the way, and what is worth keeping of them is noted. No token is held, so that
 * memory goes with the tree alone.
 */
final class VisibleTokens implements TokenSource {
  /** Keywords, words and the like that are read; the tree takes some hundred bytes for each. */
  static final int MOST = 3_000_000;

  private final LexerState lexer;
  private final String text;
  private final Comments comments;

  /** For keywords behind a continuation, where it begins. */
  private final Map<Integer, Integer> firsts = new HashMap<>();

  private int count;
  private int ended = -1;
  private int first = -1;
  private boolean continued;

  VisibleTokens(LexerState lexer, String text) {
    this.lexer = lexer;
    this.text = text;
    this.comments = new Comments(text);
  }

  /** The comments passed so far. */
  List<Comment> comments() {
    return comments;
  }

  /**
   * Where an instruction begins: continuations before its keyword belong to its first line. To be
   * asked in order, and once.
   */
  int firstOffset(Token keyword) {
    int start = keyword.getStartIndex();
    int first = firsts.getOrDefault(start, start);
    firsts.keySet().removeIf(key -> key <= start);
    return first;
  }

  @Override
  public Token nextToken() {
    Token token = lexer.nextToken();
    note(token);
    while (token.getChannel() != Token.DEFAULT_CHANNEL) {
      token = lexer.nextToken();
      note(token);
    }
    boolean counts = token.getType() != DockerfileTokens.NEWLINE && token.getType() != Token.EOF;
    if (counts && ++count > MOST) {
      ended = ended < 0 ? token.getStartIndex() : ended;
      return lexer.emitEOF();
    }
    return token;
  }

  /** Where reading ended because there is too much; -1 if it did not. */
  int ended() {
    return ended;
  }

  private void note(Token token) {
    int type = token.getType();
    int start = token.getStartIndex();
    if (type == DockerfileTokens.CONTINUATION || type == DockerfileTokens.INDENT) {
      first = first < 0 ? start : first;
      continued |= type == DockerfileTokens.CONTINUATION;
    } else if (first >= 0) {
      if (continued && type >= DockerfileTokens.ADD && type <= DockerfileTokens.NAMELESS) {
        firsts.put(start, first);
      }
      first = -1;
      continued = false;
    }
    comments(type, start, token.getStopIndex() + 1);
  }

  private void comments(int type, int from, int end) {
    switch (type) {
      case Token.EOF,
          DockerfileTokens.HEREDOC_BODY,
          DockerfileTokens.HEREDOC_END,
          DockerfileTokens.DIRECTIVE -> {}
      case DockerfileTokens.COMMENT -> comments.addLine(from);
      default -> {
        for (int start : ContinuedLines.comments(text, from, end, lexer.escape())) {
          comments.addLine(start);
        }
      }
    }
  }

  @Override
  public int getLine() {
    return lexer.getLine();
  }

  @Override
  public int getCharPositionInLine() {
    return lexer.getCharPositionInLine();
  }

  @Override
  public CharStream getInputStream() {
    return lexer.getInputStream();
  }

  @Override
  public String getSourceName() {
    return lexer.getSourceName();
  }

  @Override
  public void setTokenFactory(TokenFactory<?> factory) {
    lexer.setTokenFactory(factory);
  }

  @Override
  public TokenFactory<?> getTokenFactory() {
    return lexer.getTokenFactory();
  }
}
