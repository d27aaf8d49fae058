package io.jbuild.grammar.editor;

import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;

/** A joined text that is painted: what is painted later covers what was painted before. */
final class Canvas {
  private final JoinedText text;

  /** For each character the number of its token, 0 for none. */
  private final int[] numbers;

  private final List<Token> tokens = new ArrayList<>();

  Canvas(JoinedText text) {
    this.text = text;
    this.numbers = new int[text.length()];
  }

  /** Makes a token of the characters from one index up to another. */
  void paint(int from, int to, Token.Kind kind) {
    paint(from, to, kind, 0, false);
  }

  void paint(int from, int to, Token.Kind kind, int modifiers, boolean shell) {
    if (from < to) {
      tokens.add(new Token(text.range(from, to), kind, modifiers, shell));
      for (int i = from; i < to; i++) {
        numbers[i] = tokens.size();
      }
    }
  }

  /** Whether all characters of a range of the source are words and nothing more. */
  boolean isPlain(Range range) {
    int from = text.index(range.start());
    int to = text.index(range.end());
    for (int i = from; i < to; i++) {
      if (numbers[i] != 0 && tokens.get(numbers[i] - 1).kind() != Token.Kind.PARAMETER) {
        return false;
      }
    }
    return from < to;
  }

  /** Makes a token of a range of the source. */
  void paint(Range range, Token.Kind kind) {
    paint(text.index(range.start()), text.index(range.end()), kind, 0, true);
  }

  /** The tokens, parted where lines are continued. */
  void into(List<Token> all) {
    int at = 0;
    int piece = 0;
    while (at < numbers.length) {
      int start = at++;
      piece = start < piece ? piece : text.pieceEnd(start);
      while (at < piece && numbers[at] == numbers[start]) {
        at++;
      }
      if (numbers[start] != 0) {
        Token token = tokens.get(numbers[start] - 1);
        all.add(new Token(text.range(start, at), token.kind(), token.modifiers(), token.shell()));
      }
    }
  }
}
