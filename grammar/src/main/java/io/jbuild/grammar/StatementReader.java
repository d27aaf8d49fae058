package io.jbuild.grammar;

import io.jbuild.grammar.DockerfileSyntax.HeredocContext;
import io.jbuild.grammar.DockerfileSyntax.InstructionContext;
import io.jbuild.grammar.DockerfileSyntax.OnbuildContext;
import io.jbuild.grammar.DockerfileSyntax.PairContext;
import io.jbuild.grammar.DockerfileSyntax.StatementContext;
import io.jbuild.grammar.Statement.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Makes statements out of ANTLR's tree: joins continued words and finds where things stand. */
final class StatementReader {
  private final Source source;
  private final String text;
  private final LexerState lexer;
  private final VisibleTokens tokens;
  private final char escape;
  private final Problems problems;

  StatementReader(Source source, LexerState lexer, VisibleTokens tokens, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.lexer = lexer;
    this.tokens = tokens;
    this.escape = lexer.escape();
    this.problems = problems;
  }

  Statement read(InstructionContext context) {
    int start = context.getStart().getStartIndex();
    int lineEnd = JoinedText.lineEnd(text, start, escape);
    List<Heredoc> heredocs = heredocs(context, start, lineEnd);
    int last = context.heredoc().isEmpty() ? lineEnd : heredocEnd(context);
    var place = new Place(tokens.firstOffset(context.getStart()), lineEnd, last);
    Statement inner = null;
    if (context.statement() != null) {
      boolean nested = !context.onbuild().isEmpty();
      inner = statement(context.statement(), nested ? place.startingLate() : place, heredocs);
    }
    // ANTLR looks through all children each time it is asked for some.
    List<OnbuildContext> triggers = context.onbuild();
    for (int i = triggers.size() - 1; i >= 0; i--) {
      inner = onbuild(triggers.get(i), i, place, heredocs, Optional.ofNullable(inner));
    }
    return inner;
  }

  private Statement onbuild(
      OnbuildContext context,
      int level,
      Place place,
      List<Heredoc> heredocs,
      Optional<Statement> nested) {
    Token keyword = context.ONBUILD().getSymbol();
    Place own = level > 0 ? place.startingLate() : place;
    // ONBUILD in ONBUILD is refused: the text of each would cost the square of the line's length.
    if (level > 1) {
      own = new Place(-1, tokenEnd(keyword), tokenEnd(keyword));
    }
    return new Statement(
        DockerfileTokens.ONBUILD,
        origin(keyword, own),
        flags(context.flags()),
        new Statement.Rest(emptyAt(own.lineEnd)),
        heredocs,
        nested);
  }

  /**
   * Where an instruction stands.
   *
   * @param first its first offset, -1 for the keyword's
   * @param lineEnd where its logical line ends
   * @param last where its last here-document ends, or the line
   */
  private record Place(int first, int lineEnd, int last) {
    Place startingLate() {
      return new Place(-1, lineEnd, last);
    }
  }

  private Origin origin(Token keyword, Place place) {
    int start = keyword.getStartIndex();
    boolean named = keyword.getType() != DockerfileTokens.NAMELESS;
    int end = place.last;
    while (end > start && Blanks.is(text.charAt(end - 1))) {
      end--;
    }
    int firstLine = source.line(place.first >= 0 ? place.first : start);
    int lastLine =
        source.line(Math.max(start, place.last == text.length() ? end(place) : place.last));
    int keywordEnd = named ? tokenEnd(keyword) : start;
    return new Origin(source, escape, start, keywordEnd, place.lineEnd, end, firstLine, lastLine);
  }

  /** The last offset that belongs to an instruction which ends with the text. */
  private static int end(Place place) {
    return place.last - 1;
  }

  private Statement statement(StatementContext context, Place place, List<Heredoc> heredocs) {
    Token keyword = context.keyword;
    return new Statement(
        keyword.getType(),
        origin(keyword, place),
        context.flags() == null ? List.of() : flags(context.flags()),
        arguments(context, place.lineEnd),
        heredocs,
        Optional.empty());
  }

  private Arguments arguments(StatementContext context, int lineEnd) {
    switch (context.keyword.getType()) {
      case DockerfileTokens.NAMELESS -> {
        return new Statement.Rest(new Word("", new Range(lineEnd, lineEnd)));
      }
      case DockerfileTokens.HEALTHCHECK -> {
        return context.kind == null
            ? new Statement.Check(Optional.empty(), rest(context, lineEnd))
            : new Statement.Check(
                Optional.of(word(context.kind, lineEnd)),
                context.strings() != null
                    ? strings(context.strings())
                    : rest(context.text(), lineEnd));
      }
      case DockerfileTokens.ENV, DockerfileTokens.LABEL, DockerfileTokens.ARG -> {
        return quotedWords(context, lineEnd);
      }
      default -> {
        if (context.strings() != null) {
          return strings(context.strings());
        }
        return context.words() != null ? words(context, lineEnd) : rest(context.text(), lineEnd);
      }
    }
  }

  private Arguments strings(DockerfileSyntax.StringsContext context) {
    List<Word> strings = new ArrayList<>();
    for (TerminalNode string : context.JSON_STRING()) {
      Word quoted = joined(string.getSymbol()).trimmed();
      strings.add(new Word(JsonForm.decode(quoted.text()), quoted.range()));
    }
    return new Statement.Strings(strings, range(context));
  }

  private Arguments words(StatementContext context, int lineEnd) {
    List<Word> words = new ArrayList<>();
    for (TerminalNode word : context.words().WORD()) {
      words.add(word(word.getSymbol(), lineEnd));
    }
    // Wide blanks do not part words, yet they are taken off the end of the line.
    words.removeIf(word -> word.text().isEmpty());
    return new Statement.Words(words);
  }

  private Word word(Token token, int lineEnd) {
    JoinedText joined = joined(token);
    boolean last = tokenEnd(token) == lineEnd || isBlank(tokenEnd(token), lineEnd);
    return last ? joined.trimmed() : joined.word(0, joined.length());
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Blanks.is(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Statement.Rest rest(ParserRuleContext context, int lineEnd) {
    int start = context.getStop() == null || isEmpty(context) ? lineEnd : offset(context);
    Word text = JoinedText.of(this.text, start, lineEnd, escape).trimmed();
    return new Statement.Rest(text.text().isEmpty() ? emptyAt(lineEnd) : text);
  }

  /** Where an empty argument is shown: after the last character of the line. */
  private Word emptyAt(int lineEnd) {
    int end = lineEnd;
    while (end > 0 && Blanks.is(text.charAt(end - 1))) {
      end--;
    }
    return new Word("", new Range(end, end));
  }

  private static boolean isEmpty(ParserRuleContext context) {
    return !(context instanceof DockerfileSyntax.TextContext) || context.getChildCount() == 0;
  }

  private static int offset(ParserRuleContext context) {
    return context.getStart().getStartIndex();
  }

  private Arguments quotedWords(StatementContext context, int lineEnd) {
    List<JoinedText> words = new ArrayList<>();
    int start = lineEnd;
    for (PairContext pair : context.pairs().pair()) {
      int end = tokenEnd(pair.getStop());
      start = Math.min(start, offset(pair));
      words.add(JoinedText.of(text, offset(pair), trimmedEnd(offset(pair), end, lineEnd), escape));
    }
    int end = trimmedEnd(start, lineEnd, lineEnd);
    return new Statement.QuotedWords(words, JoinedText.of(text, start, end, escape));
  }

  /** An open quote takes the rest of the line, but not the blanks at its end. */
  private int trimmedEnd(int start, int end, int lineEnd) {
    int trimmed = end;
    while (end == lineEnd && trimmed > start && Blanks.is(text.charAt(trimmed - 1))) {
      trimmed--;
    }
    return trimmed;
  }

  private List<Flag> flags(DockerfileSyntax.FlagsContext context) {
    List<Flag> flags = new ArrayList<>();
    for (var flag : context.flag()) {
      Word name = unquoted(joined(flag.FLAG_NAME().getSymbol()));
      Optional<Word> value = Optional.empty();
      if (flag.FLAG_VALUE() != null) {
        value = Optional.of(unquoted(joined(flag.FLAG_VALUE().getSymbol())));
      } else if (flag.FLAG_EQUALS() != null) {
        int end = tokenEnd(flag.FLAG_EQUALS().getSymbol());
        value = Optional.of(new Word("", new Range(end, end)));
      }
      flags.add(new Flag(name.text().substring(2), value, range(flag)));
    }
    return flags;
  }

  /** Quotes and backslashes of flags are taken away before anything else reads them. */
  private static Word unquoted(JoinedText joined) {
    String quoted = joined.text();
    var plain = new StringBuilder(quoted.length());
    char quote = 0;
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '\\') {
        if (++i < quoted.length()) {
          plain.append(quoted.charAt(i));
        }
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        plain.append(c);
      }
    }
    return new Word(plain.toString(), joined.range(0, quoted.length()));
  }

  private List<Heredoc> heredocs(InstructionContext context, int start, int lineEnd) {
    List<HeredocMarker.Reading> readings = lexer.heredocs(start);
    if (readings.isEmpty()) {
      return List.of();
    }
    JoinedText line = JoinedText.of(text, start, lineEnd, escape);
    List<HeredocContext> bodies = context.heredoc();
    List<Heredoc> heredocs = new ArrayList<>();
    int searched = 0;
    for (HeredocMarker.Reading reading : readings) {
      if (reading.error().isPresent()) {
        problems.error("bad-heredoc", line.range(0, line.length()), reading.error().get());
        continue;
      }
      HeredocMarker marker = reading.marker().get();
      int found = line.text().indexOf(marker.raw(), searched);
      searched = found < 0 ? searched : found + marker.raw().length();
      Range place = found < 0 ? line.range(0, line.length()) : line.range(found, searched);
      boolean begun = heredocs.size() < bodies.size();
      heredocs.add(heredoc(marker, begun ? bodies.get(heredocs.size()) : null, place));
    }
    return heredocs;
  }

  /**
   * @param body null where the text ends before it
   */
  private Heredoc heredoc(HeredocMarker marker, HeredocContext body, Range place) {
    if (body == null || body.HEREDOC_END() == null) {
      problems.error(
          "unterminated-heredoc",
          place,
          "here-document `" + marker.name() + "` is not closed",
          "end it with a line that holds `" + marker.name() + "` and nothing else");
    }
    Range range = new Range(text.length(), text.length());
    if (body != null) {
      int end = body.HEREDOC_END() == null ? text.length() : endMarker(body).getStartIndex();
      range = new Range(offset(body), end);
    }
    return new Heredoc(
        marker.name(),
        marker.expand(),
        marker.stripTabs(),
        marker.fileDescriptor(),
        source.text(range),
        range);
  }

  private static Token endMarker(HeredocContext body) {
    return body.HEREDOC_END().getSymbol();
  }

  private int heredocEnd(InstructionContext context) {
    int end = tokenEnd(context.heredoc().getLast().getStop());
    return end > 0 && text.charAt(end - 1) == '\n' ? end - 1 : end;
  }

  private JoinedText joined(Token token) {
    return JoinedText.of(text, token.getStartIndex(), tokenEnd(token), escape);
  }

  private static int tokenEnd(Token token) {
    return token.getStopIndex() + 1;
  }

  private static Range range(ParserRuleContext context) {
    return new Range(offset(context), tokenEnd(context.getStop()));
  }
}
