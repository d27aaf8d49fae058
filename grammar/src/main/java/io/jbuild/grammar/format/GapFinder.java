package io.jbuild.grammar.format;

import static io.jbuild.grammar.DockerfileTokens.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the gaps of an instruction, and which of them may be changed: those of a word's inside, of
 * quotes, and of texts in which every blank counts may not.
 */
final class GapFinder {
  private final String text;
  private final int keyword;
  private final LexemeWindow lexemes;
  private final int first;
  private final int after;
  private final FormatStyle style;
  private final boolean strictShell;
  private final boolean oldForm;

  private final List<Gap> gaps = new ArrayList<>();

  /** The shell command with its continuations gone. */
  private final StringBuilder command = new StringBuilder();

  /** For gaps in the command, where they stand in it; -1 for others. */
  private final List<Integer> places = new ArrayList<>();

  private int end = -1;
  private int before;
  private boolean quoted;
  private boolean bracketed;
  private boolean continued;
  private int blanks;

  private GapFinder(
      String text,
      LexemeWindow lexemes,
      int first,
      int after,
      FormatStyle style,
      boolean strictShell) {
    this.text = text;
    this.lexemes = lexemes;
    this.first = first;
    this.after = after;
    this.keyword = lexemes.type(first);
    this.style = style;
    this.strictShell = strictShell;
    this.oldForm = (keyword == ENV || keyword == LABEL) && isOldForm();
  }

  /**
   * The gaps in order.
   *
   * @param first the number of an instruction's keyword
   * @param after the number after its last lexeme, its line feed left out
   */
  static List<Gap> of(
      String text,
      LexemeWindow lexemes,
      int first,
      int after,
      FormatStyle style,
      boolean strictShell) {
    var finder = new GapFinder(text, lexemes, first, after, style, strictShell);
    for (int i = first; i < after; i++) {
      finder.take(lexemes.start(i), lexemes.end(i), lexemes.type(i));
    }
    return finder.withCommand();
  }

  /** {@code ENV name value}: no equals sign in the first word. */
  private boolean isOldForm() {
    boolean begun = false;
    for (int i = first; i < after; i++) {
      switch (lexemes.type(i)) {
        case PART -> {
          begun = true;
          if (text.indexOf('=', lexemes.start(i), lexemes.end(i)) >= 0) {
            return false;
          }
        }
        case SEPARATOR -> {
          if (begun) {
            return true;
          }
        }
        default -> {}
      }
    }
    return begun;
  }

  private void take(int start, int stop, int type) {
    switch (type) {
      case CONTINUATION -> continued = true;
      case GAP, SEPARATOR, INDENT -> blanks += stop - start;
      case TEXT -> text(start, stop);
      case QUOTE_OPEN -> {
        visible(start, stop, type);
        quoted = true;
      }
      case QUOTE_CLOSE -> {
        visible(start, stop, type);
        quoted = false;
      }
      default -> visible(start, stop, type);
    }
  }

  /** Blanks at the ends of a text belong to the gaps beside it. */
  private void text(int start, int stop) {
    int from = start;
    while (from < stop && isBlank(text.charAt(from))) {
      from++;
    }
    int to = stop;
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    command.append(text, start, from);
    blanks += from - start;
    if (from < to) {
      visible(from, to, TEXT);
      command.append(text, from, stop);
      blanks += stop - to;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void visible(int start, int stop, int type) {
    boolean json = isJson(before) && isJson(type);
    if (end >= 0 && (end < start || json)) {
      boolean inCommand = before == TEXT && type == TEXT;
      boolean free = json || (blanks > 0 && !quoted && !inCommand);
      boolean pair = isPair(before) && isPair(type);
      boolean brokenJson = before == WORD && type == WORD && bracketed;
      gaps.add(
          new Gap(end, start, before, type, continued, free && !(pair && oldForm) && !brokenJson));
      places.add(inCommand ? command.length() - 1 : -1);
    }
    // What is nearly JSON may become it with other blanks.
    bracketed |= type == WORD && text.charAt(start) == '[';
    end = stop;
    before = type;
    continued = false;
    blanks = 0;
  }

  private static boolean isJson(int type) {
    return type == LBRACKET || type == RBRACKET || type == COMMA || type == JSON_STRING;
  }

  private static boolean isPair(int type) {
    return type == PART || type == QUOTE_OPEN || type == QUOTE_CLOSE || type == FINAL_ESCAPE;
  }

  /** In shell commands it takes a look at the whole to know where blanks count. */
  private List<Gap> withCommand() {
    boolean shell =
        keyword == RUN || keyword == CMD || keyword == ENTRYPOINT || keyword == HEALTHCHECK;
    if (!shell || style.keepCommands() || places.stream().allMatch(place -> place < 0)) {
      return gaps;
    }
    boolean[] separators = ShellText.separators(command.toString(), strictShell);
    for (int i = 0; i < gaps.size(); i++) {
      int place = places.get(i);
      Gap gap = gaps.get(i);
      // The last blank of the gap; without blanks it is the character before.
      if (place >= 0 && separators[place]) {
        gaps.set(
            i, new Gap(gap.start(), gap.end(), gap.before(), gap.after(), gap.continued(), true));
      }
    }
    return gaps;
  }
}
