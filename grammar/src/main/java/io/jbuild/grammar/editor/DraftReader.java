package io.jbuild.grammar.editor;

import io.jbuild.grammar.DockerfileTokens;
import io.jbuild.grammar.JoinedText;
import io.jbuild.grammar.Lexeme;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes clauses out of the tokens of a text. */
final class DraftReader {
  private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");

  private final Parsed parsed;
  private final String text;
  private final char escape;
  private final List<DirectivePlace> directives = new ArrayList<>();
  private final List<Clause> clauses = new ArrayList<>();
  private final List<Range> commentLines = new ArrayList<>();

  /** The keywords of the instruction that is read: several if it is an ONBUILD. */
  private final List<Lexeme> keywords = new ArrayList<>();

  /** The lines of here-documents behind the last instruction. */
  private final List<Lexeme> bodies = new ArrayList<>();

  private int lineEnd = -1;
  private boolean head = true;

  DraftReader(Parsed parsed) {
    this.parsed = parsed;
    this.text = parsed.dockerfile().source().text();
    this.escape = parsed.dockerfile().directives().escape();
  }

  Draft read() {
    for (Lexeme lexeme : Lexeme.of(parsed.dockerfile().source())) {
      take(lexeme);
    }
    finish();
    return new Draft(parsed, directives, clauses, commentLines);
  }

  private void take(Lexeme lexeme) {
    int type = lexeme.type();
    if (type == DockerfileTokens.HEREDOC_BODY || type == DockerfileTokens.HEREDOC_END) {
      bodies.add(lexeme);
      return;
    }
    if (lineEnd >= 0) {
      finish();
    }
    switch (type) {
      case DockerfileTokens.DIRECTIVE -> directive(lexeme.range());
      case DockerfileTokens.COMMENT -> comment(lexeme.range());
      case DockerfileTokens.BLANK_LINES, DockerfileTokens.INDENT, DockerfileTokens.BOM ->
          head &= type != DockerfileTokens.BLANK_LINES;
      case DockerfileTokens.NEWLINE -> lineEnd = lexeme.range().end() - 1;
      default -> {
        head = false;
        if (lexeme.startsInstruction()) {
          keywords.add(lexeme);
        }
      }
    }
  }

  private void comment(Range range) {
    if (!head || !directive(range)) {
      commentLines.add(fromHash(range));
      head = false;
    }
  }

  private Range fromHash(Range line) {
    int start = text.indexOf('#', line.start());
    int end = line.end();
    while (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return new Range(start, end);
  }

  private boolean directive(Range line) {
    Range range = fromHash(line);
    int nameStart = skip(range.start() + 1, range.end());
    int nameEnd = nameStart;
    while (nameEnd < range.end() && Character.isLetterOrDigit(text.charAt(nameEnd))) {
      nameEnd++;
    }
    int equals = skip(nameEnd, range.end());
    String name = text.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    if (!DIRECTIVES.contains(name) || equals == range.end() || text.charAt(equals) != '=') {
      return false;
    }
    int end = range.end();
    while (end > equals + 1 && Clause.isBlank(text.charAt(end - 1))) {
      end--;
    }
    int value = Math.min(skip(equals + 1, range.end()), end);
    directives.add(
        new DirectivePlace(name, new Range(nameStart, nameEnd), equals, new Range(value, end)));
    return true;
  }

  private int skip(int from, int to) {
    int at = from;
    while (at < to && Clause.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private void finish() {
    if (!keywords.isEmpty()) {
      int end = lineEnd >= 0 ? lineEnd : text.length();
      while (end > keywords.getLast().range().end() && text.charAt(end - 1) == '\r') {
        end--;
      }
      Clause clause = null;
      for (int i = keywords.size() - 1; i >= 0; i--) {
        clause = clause(keywords.get(i), end, Optional.ofNullable(clause));
      }
      clauses.add(clause);
    }
    keywords.clear();
    bodies.clear();
    lineEnd = -1;
  }

  private Clause clause(Lexeme keyword, int end, Optional<Clause> trigger) {
    Range place = keyword.range();
    boolean named = keyword.type() != DockerfileTokens.NAMELESS;
    JoinedText joined = JoinedText.of(text, place.start(), Math.max(end, place.end()), escape);
    int arguments = named ? joined.index(place.end()) : 0;
    // A continuation behind the name belongs to the token of the name.
    while (arguments > 0 && Clause.isBlank(joined.text().charAt(arguments - 1))) {
      arguments--;
    }
    String name = joined.text().substring(0, arguments).toUpperCase(Locale.ROOT);
    Range nameRange =
        arguments == 0 ? new Range(place.start(), place.start()) : joined.range(0, arguments);
    List<HeredocPlace> heredocs =
        trigger.isEmpty() && Set.of("RUN", "COPY", "ADD").contains(name)
            ? new HeredocFinder(text, joined, arguments).find(bodies)
            : List.of();
    return new Clause(
        name,
        nameRange,
        new Range(place.start(), Math.max(end, place.end())),
        joined,
        arguments,
        heredocs,
        trigger);
  }
}
