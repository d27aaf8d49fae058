package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.*;

import io.jbuild.grammar.Lexeme;
import io.jbuild.grammar.Range;
import java.util.List;
import java.util.Locale;

/** Lays out one instruction: its keywords, the blanks between its words, its continued lines. */
final class InstructionLayout {
  private final String text;
  private final FormatStyle style;
  private final char escape;
  private final String lineEnding;
  private final boolean strictShell;
  private final EditList edits;

  InstructionLayout(
      String text,
      FormatStyle style,
      char escape,
      String lineEnding,
      boolean strictShell,
      EditList edits) {
    this.text = text;
    this.style = style;
    this.escape = escape;
    this.lineEnding = lineEnding;
    this.strictShell = strictShell;
    this.edits = edits;
  }

  /**
   * Lays out an instruction.
   *
   * @param lexemes from its keyword to before its line feed
   */
  void layOut(List<Lexeme> lexemes) {
    keyword(lexemes.getFirst());
    List<Lexeme> own = isTrigger(lexemes) ? beforeTrigger(lexemes) : lexemes;
    words(own);
    List<Gap> gaps = GapFinder.of(text, own, style, strictShell);
    var levels = new Levels(text, gaps, style);
    for (Gap gap : gaps) {
      if (gap.free()) {
        String between = gap.continued() ? continued(gap, levels.next(gap)) : blanks(gap);
        edits.replace(gap.start(), gap.end(), between);
      }
    }
  }

  /** Whether it is an ONBUILD, whose trigger an image records as it is written. */
  static boolean isTrigger(List<Lexeme> lexemes) {
    return lexemes.getFirst().type() == ONBUILD;
  }

  /** ONBUILD and its flags, and the keyword of the trigger. */
  private static List<Lexeme> beforeTrigger(List<Lexeme> lexemes) {
    for (int i = 1; i < lexemes.size(); i++) {
      if (lexemes.get(i).startsInstruction()) {
        return lexemes.subList(0, i + 1);
      }
    }
    return lexemes;
  }

  private void keyword(Lexeme lexeme) {
    lexeme.keyword().ifPresent(name -> cased(lexeme.range(), name));
  }

  /** Writes a word in the case of keywords, unless it is split by a continuation. */
  private void cased(Range range, String upper) {
    String written = text.substring(range.start(), range.end());
    if (written.equalsIgnoreCase(upper) && style.keywords() != FormatStyle.Case.KEEP) {
      boolean lower = style.keywords() == FormatStyle.Case.LOWER;
      edits.replace(range.start(), range.end(), lower ? upper.toLowerCase(Locale.ROOT) : upper);
    }
  }

  private void words(List<Lexeme> lexemes) {
    List<Lexeme> words = lexemes.stream().filter(l -> l.type() == WORD).limit(4).toList();
    switch (lexemes.getFirst().type()) {
      case FROM -> {
        if (words.size() == 3) {
          cased(words.get(1).range(), "AS");
        }
      }
      case HEALTHCHECK -> {
        if (!words.isEmpty()) {
          cased(words.getFirst().range(), "CMD");
          cased(words.getFirst().range(), "NONE");
        }
      }
      default -> {}
    }
  }

  private static String blanks(Gap gap) {
    boolean close = gap.before() == LBRACKET || gap.after() == RBRACKET || gap.after() == COMMA;
    return close ? "" : " ";
  }

  /** Comment lines go with the line below them, blank lines go. */
  private String continued(Gap gap, int level) {
    String indent = style.indent().repeat(level);
    var lines = new StringBuilder();
    lines.append(' ').append(escape).append(lineEnding);
    int start = text.indexOf('\n', gap.start()) + 1;
    while (start <= gap.end()) {
      int feed = text.indexOf('\n', start);
      if (feed < 0 || feed >= gap.end()) {
        break;
      }
      String line = text.substring(start, feed).strip();
      if (!line.isEmpty()) {
        lines.append(indent).append(line).append(lineEnding);
      }
      start = feed + 1;
    }
    return lines.append(indent).toString();
  }
}
