package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * A token with its place, as {@link LexemeReader} comes by it.
 *
 * @param type one of the constants of {@link DockerfileTokens}
 * @param range where it stands; never empty
 */
public record Lexeme(int type, Range range) {

  /** The tokens of a source in order: some ten times as large as its text. */
  public static List<Lexeme> of(Source source) {
    var reader = new LexemeReader(source);
    List<Lexeme> lexemes = new ArrayList<>();
    while (reader.next()) {
      lexemes.add(new Lexeme(reader.type(), new Range(reader.start(), reader.end())));
    }
    return lexemes;
  }

  /** Whether an instruction begins with it, be its name known or not. */
  public boolean startsInstruction() {
    return type >= DockerfileTokens.ADD && type <= DockerfileTokens.NAMELESS;
  }
}
