package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.*;

import io.jbuild.grammar.LexemeReader;
import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out one instruction: its keywords, the blanks between its words, its continued lines. */
final class InstructionLayout {
  private final String text;
  private final LexemeWindow lexemes;
  private final FormatStyle style;
  private final char escape;
  private final String lineEnding;
  private final boolean strictShell;
  private final EditList edits;

  InstructionLayout(
      String text,
      LexemeWindow lexemes,
      FormatStyle style,
      char escape,
      String lineEnding,
      boolean strictShell,
      EditList edits) {
    this.text = text;
    this.lexemes = lexemes;
    this.style = style;
    this.escape = escape;
    this.lineEnding = lineEnding;
    this.strictShell = strictShell;
    this.edits = edits;
  }

  /**
   * Lays out an instruction.
   *
   * @param first the number of its keyword
   * @param end the number of its line feed
   */
  void layOut(int first, int end) {
    keyword(first);
    // An image records a trigger as it is written.
    int own = lexemes.type(first) == ONBUILD ? afterTrigger(first, end) : end;
    words(first, own);
    List<Gap> gaps = GapFinder.of(text, lexemes, first, own, style, strictShell);
    var levels = new Levels(text, gaps, style);
    for (Gap gap : gaps) {
      if (gap.free()) {
        String between = gap.continued() ? continued(gap, levels.next(gap)) : blanks(gap);
        edits.replace(gap.start(), gap.end(), between);
      }
    }
  }

  /** The number after the keyword of an ONBUILD's trigger. */
  private int afterTrigger(int first, int end) {
    for (int i = first + 1; i < end; i++) {
      if (lexemes.startsInstruction(i)) {
        return i + 1;
      }
    }
    return end;
  }

  private void keyword(int number) {
    if (lexemes.type(number) <= WORKDIR) {
      cased(lexemes.range(number), LexemeReader.keyword(lexemes.type(number)));
    }
  }

  /** Writes a word in the case of keywords, unless it is split by a continuation. */
  private void cased(Range range, String upper) {
    String written = text.substring(range.start(), range.end());
    if (written.equalsIgnoreCase(upper) && style.keywords() != FormatStyle.Case.KEEP) {
      boolean lower = style.keywords() == FormatStyle.Case.LOWER;
      edits.replace(range.start(), range.end(), lower ? upper.toLowerCase(Locale.ROOT) : upper);
    }
  }

  private void words(int first, int end) {
    int keyword = lexemes.type(first);
    if (keyword != FROM && keyword != HEALTHCHECK) {
      return;
    }
    List<Range> words = new ArrayList<>();
    for (int i = first; i < end && words.size() < 4; i++) {
      if (lexemes.type(i) == WORD) {
        words.add(lexemes.range(i));
      }
    }
    if (keyword == FROM && words.size() == 3) {
      cased(words.get(1), "AS");
    } else if (keyword == HEALTHCHECK && !words.isEmpty()) {
      cased(words.getFirst(), "CMD");
      cased(words.getFirst(), "NONE");
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
