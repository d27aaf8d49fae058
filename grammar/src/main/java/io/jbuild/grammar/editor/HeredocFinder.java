package io.jbuild.grammar.editor;

import io.jbuild.grammar.DockerfileTokens;
import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Lexeme;
import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the markers of here-documents in a logical line and gives them their bodies. */
final class HeredocFinder {
  private final String source;
  private final JoinedText joined;
  private final int from;

  HeredocFinder(String source, JoinedText joined, int from) {
    this.source = source;
    this.joined = joined;
    this.from = from;
  }

  /**
   * The here-documents of the line.
   *
   * @param lines the lines behind it that belong to here-documents, closing lines among them
   */
  List<HeredocPlace> find(List<Lexeme> lines) {
    List<HeredocPlace> found = new ArrayList<>();
    String line = joined.text();
    int[] next = {0};
    int at = line.indexOf("<<", from);
    while (at >= 0) {
      int after = at + 2;
      if (startsWord(line, at)) {
        after = marker(line, at, lines, next, found);
      }
      while (after < line.length() && line.charAt(after) == '<') {
        after++;
      }
      at = line.indexOf("<<", after);
    }
    return found;
  }

  private static boolean startsWord(String line, int at) {
    int before = at;
    while (before > 0 && line.charAt(before - 1) >= '0' && line.charAt(before - 1) <= '9') {
      before--;
    }
    return before > 0 && Clause.isBlank(line.charAt(before - 1));
  }

  private int marker(
      String line, int at, List<Lexeme> lines, int[] next, List<HeredocPlace> found) {
    int start = at + 2;
    if (start < line.length() && line.charAt(start) == '-') {
      start++;
    }
    char quote = start < line.length() ? line.charAt(start) : 0;
    boolean quoted = quote == '"' || quote == '\'';
    if (quoted) {
      start++;
    }
    int end = start;
    while (end < line.length() && isName(line.charAt(end))) {
      end++;
    }
    if (end == start || (end < line.length() && line.charAt(end) == '<')) {
      return end;
    }
    int body = next[0];
    int close = body;
    while (close < lines.size() && lines.get(close).type() != DockerfileTokens.HEREDOC_END) {
      close++;
    }
    next[0] = Math.min(lines.size(), close + 1);
    found.add(
        new HeredocPlace(
            line.substring(start, end),
            joined.range(start, end),
            quoted,
            close > body
                ? lines.get(body).range().to(lines.get(close - 1).range())
                : emptyBody(lines, close),
            close < lines.size() ? Optional.of(closing(lines.get(close))) : Optional.empty()));
    return end;
  }

  private Range emptyBody(List<Lexeme> lines, int close) {
    int place = close < lines.size() ? lines.get(close).range().start() : source.length();
    return new Range(place, place);
  }

  private Range closing(Lexeme line) {
    int start = line.range().start();
    int end = line.range().end();
    while (end > start && Clause.isBlank(source.charAt(end - 1))) {
      end--;
    }
    while (start < end && source.charAt(start) == '\t') {
      start++;
    }
    return new Range(start, end);
  }

  private static boolean isName(char c) {
    return !Clause.isBlank(c) && c != '"' && c != '\'' && c != '<' && c != '>' && c != '|';
  }
}
