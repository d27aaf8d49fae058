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
    return words(arguments);
  }

  private List<Piece> words(int from) {
    List<Piece> words = new ArrayList<>();
    for (Optional<Piece> word = word(from); word.isPresent(); word = word(word.get().to())) {
      words.add(word.get());
    }
    return words;
  }

  /** The first word at or behind an index. */
  private Optional<Piece> word(int from) {
    String joined = text.text();
    int start = from;
    while (start < joined.length() && isBlank(joined.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < joined.length() && !isBlank(joined.charAt(end))) {
      end++;
    }
    return end > start ? Optional.of(new Piece(start, end)) : Optional.empty();
  }

  /** The leading words that begin with two dashes, for instructions that take flags. */
  public List<Piece> flags() {
    List<Piece> flags = new ArrayList<>();
    Optional<Piece> word = word(arguments);
    while (word.isPresent() && isFlag(word.get())) {
      flags.add(word.get());
      word = word(word.get().to());
    }
    return flags;
  }

  private boolean isFlag(Piece word) {
    boolean dashes = text.text().startsWith("--", word.from());
    return dashes && word.to() > word.from() + 2;
  }

  /** The words behind the flags. */
  public List<Piece> operands() {
    return words(operandsFrom());
  }

  private int operandsFrom() {
    List<Piece> flags = flags();
    return flags.isEmpty() ? arguments : flags.getLast().to();
  }

  /** Whether a JSON array begins behind the flags. */
  public boolean isJson() {
    return word(operandsFrom())
        .filter(first -> text.text().charAt(first.from()) == '[')
        .isPresent();
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0B;
  }
}
