package io.jbuild.grammar;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A text as the lexer reads it: by UTF-16 units, which are the offsets of {@link Range}, each given
 * by what it means. {@code DockerfileTokens.g4} lists what stands for what.
 */
final class CharacterClasses implements CharStream {
  private static final char CONTINUES = 0x01;
  private static final char WIDE_BLANK = 0x02;
  private static final char BYTE_ORDER_MARK = 0x03;
  private static final char BACKSLASH_ESCAPES = 0x04;
  private static final char BACKTICK_ESCAPES = 0x06;

  /** Added to the two above where nothing but blanks follows. */
  private static final char FINAL = 1;

  private static final char OTHER = 0x7F;

  private final Source source;
  private final String text;
  private char escape = '\\';
  private int index;

  /** Where the last escape character stood that was asked for, and its class. */
  private int escapeAt = -1;

  private char escapeClass;

  CharacterClasses(Source source) {
    this.source = source;
    this.text = source.text();
  }

  String text() {
    return text;
  }

  char escape() {
    return escape;
  }

  /** Sets the escape character for what has not been read yet. */
  void setEscape(char character) {
    escape = character;
    escapeAt = -1;
  }

  @Override
  public int LA(int offset) {
    int at = offset > 0 ? index + offset - 1 : index + offset;
    return offset == 0 || at < 0 || at >= text.length() ? IntStream.EOF : classAt(at);
  }

  private char classAt(int at) {
    char c = text.charAt(at);
    if (c == escape) {
      if (at != escapeAt) {
        escapeClass = escapeClass(at);
        escapeAt = at;
      }
      return escapeClass;
    }
    if (c >= ' ') {
      return c < OTHER ? c : wide(c, at);
    }
    return c == '\n' || Blanks.isAscii(c) ? c : OTHER;
  }

  private static char wide(char c, int at) {
    if (c == '\uFEFF' && at == 0) {
      return BYTE_ORDER_MARK;
    }
    return Blanks.is(c) ? WIDE_BLANK : OTHER;
  }

  private char escapeClass(int at) {
    if (JoinedText.continues(text, at, escape)) {
      return CONTINUES;
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '\n' && Blanks.is(text.charAt(end))) {
      end++;
    }
    boolean last = end == text.length() || text.charAt(end) == '\n';
    return (char) ((escape == '\\' ? BACKSLASH_ESCAPES : BACKTICK_ESCAPES) + (last ? FINAL : 0));
  }

  @Override
  public void consume() {
    if (index >= text.length()) {
      throw new IllegalStateException("cannot consume the end of the text");
    }
    index++;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int index) {
    this.index = Math.min(index, text.length());
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return source.name();
  }

  @Override
  public String getText(Interval interval) {
    int end = Math.min(interval.b + 1, text.length());
    return interval.a >= end ? "" : text.substring(interval.a, end);
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
