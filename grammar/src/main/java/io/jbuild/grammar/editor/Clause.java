package io.jbuild.grammar.editor;

import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An instruction as it stands in a {@link Draft}, whole or not.
 *
 * @param keyword its name in upper case, whatever it is; empty if there is none yet
 * @param keywordRange where the name stands
 * @param range from the name to the end of its logical line, blanks at the end included
 * @param text the same with continued lines joined
 * @param arguments index in {@code text} after the name
 * @param heredocs the here-documents it announces, in order
 * @param trigger the instruction behind ONBUILD
 */
public record Clause(
    String keyword,
    Range keywordRange,
    Range range,
    JoinedText text,
    int arguments,
    List<HeredocPlace> heredocs,
    Optional<Clause> trigger) {
  public Clause {
    heredocs = List.copyOf(heredocs);
  }

  /**
   * A piece of the joined text.
   *
   * @param from index of the first character
   * @param to index after the last one
   */
  public record Piece(int from, int to) {
    /** Whether a caret at an index touches it. */
    public boolean touches(int index) {
      return from <= index && index <= to;
    }
  }

  /** The innermost instruction: the trigger of an ONBUILD that has one. */
  public Clause innermost() {
    return trigger.map(Clause::innermost).orElse(this);
  }

  /** Whether it has a keyword of a name. */
  public boolean is(String... names) {
    return List.of(names).contains(keyword);
  }

  /** Whether what follows is for a shell or a program, so that quotes are not ours to read. */
  public boolean isCommand() {
    return is("RUN", "CMD", "ENTRYPOINT", "SHELL", "HEALTHCHECK");
  }

  /** The text of a piece. */
  public String text(Piece piece) {
    return text.text().substring(piece.from(), piece.to());
  }

  /** Where a piece stands in the source. */
  public Range range(Piece piece) {
    return text.range(piece.from(), piece.to());
  }

  /** The words between blanks behind the keyword, flags among them. */
  public List<Piece> words() {
    List<Piece> words = new ArrayList<>();
    String joined = text.text();
    int at = arguments;
    while (at < joined.length()) {
      int start = at;
      while (at < joined.length() && !isBlank(joined.charAt(at))) {
        at++;
      }
      if (at > start) {
        words.add(new Piece(start, at));
      } else {
        at++;
      }
    }
    return words;
  }

  /** The leading words that begin with two dashes, for instructions that take flags. */
  public List<Piece> flags() {
    List<Piece> flags = new ArrayList<>();
    for (Piece word : words()) {
      if (!text(word).startsWith("--") || text(word).equals("--")) {
        break;
      }
      flags.add(word);
    }
    return flags;
  }

  /** The words behind the flags. */
  public List<Piece> operands() {
    List<Piece> words = words();
    return words.subList(flags().size(), words.size());
  }

  /** Whether a JSON array begins behind the flags. */
  public boolean isJson() {
    List<Piece> operands = operands();
    return !operands.isEmpty() && text.text().charAt(operands.getFirst().from()) == '[';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0B;
  }
}
