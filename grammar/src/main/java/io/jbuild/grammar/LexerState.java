package io.jbuild.grammar;

import static io.jbuild.grammar.DockerfileTokens.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/**
 * What the lexer has to remember: the escape character, the directives so far, the keyword whose
 * arguments it reads, the here-documents that are due. The grammar tells what each part is for.
 */
abstract class LexerState extends Lexer {
  private final CharacterClasses input;
  private final String text;
  private final List<DirectiveLine> directives = new ArrayList<>();
  private final List<DirectiveLine> repeated = new ArrayList<>();

  /** The line that was read last, and the here-documents announced in it. */
  private int markedLine = -1;

  private List<HeredocMarker.Reading> markers = List.of();
  private final Deque<HeredocMarker> due = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  private boolean head = true;
  private boolean shebang;
  private boolean flagsEnded;
  private int keyword;
  private int lineStart = -1;
  private int previous = -1;
  private boolean jsonForm;

  LexerState(CharStream input) {
    super(input);
    this.input = (CharacterClasses) input;
    this.text = this.input.text();
  }

  char escape() {
    return input.escape();
  }

  /** The directives, each once. */
  List<DirectiveLine> directives() {
    return directives;
  }

  /** Directives that were given before. */
  List<DirectiveLine> repeatedDirectives() {
    return repeated;
  }

  /**
   * The here-documents announced in the logical line that starts at an offset; to be asked before
   * the next line is read.
   */
  List<HeredocMarker.Reading> heredocs(int lineStart) {
    return lineStart == markedLine ? markers : List.of();
  }

  // ---- predicates; the character they ask about is the one before the current ----

  boolean lineEnds() {
    int at = _input.index();
    return at == text.length() || text.charAt(at) == '\n';
  }

  /** Whether a quote in a flag is not closed in its logical line. */
  boolean unclosed() {
    int at = _input.index();
    char quote = text.charAt(at - 1);
    while (at < text.length() && text.charAt(at) != '\n') {
      int after = JoinedText.continuationEnd(text, at, escape());
      if (after >= 0) {
        at = after;
      } else if (text.charAt(at) == quote) {
        return false;
      } else {
        boolean escapes = text.charAt(at) == '\\' && !text.startsWith("\n", at + 1);
        at += escapes ? 2 : 1;
      }
    }
    return true;
  }

  // ---- modes ----

  @Override
  public Token nextToken() {
    if (_mode == ARGUMENTS || _mode == COMMAND) {
      leaveBlanksAndFlags();
    }
    var token = (CommonToken) (due.isEmpty() ? super.nextToken() : heredoc());
    switch (token.getType()) {
      case DIRECTIVE -> directive(token);
      case COMMENT -> shebang |= head;
      case UNKNOWN -> token.setType(keywordOf(token));
      case FLAG_NAME -> endOfFlags(token);
      case NEWLINE -> endOfLine(token.getStartIndex());
      case EOF -> endOfLine(text.length());
      default -> {}
    }
    int type = token.getType();
    if ((type >= ADD && type <= WORKDIR) || type == UNKNOWN) {
      startOfArguments(token);
    }
    head = head && staysInHead(token);
    previous = type;
    return token;
  }

  /**
   * Directives stand before anything else; a first line that begins with {@code #!} may precede
   * them.
   */
  private boolean staysInHead(Token token) {
    return switch (token.getType()) {
      case BOM, DIRECTIVE -> true;
      case COMMENT -> text.startsWith("#!", token.getStartIndex()) && isFirstLine(token);
      // The line feed of a comment and nothing more.
      case BLANK_LINES ->
          (previous == DIRECTIVE || previous == COMMENT)
              && text.indexOf('\n', token.getStartIndex()) == token.getStopIndex();
      default -> false;
    };
  }

  private boolean isFirstLine(Token token) {
    return text.lastIndexOf('\n', token.getStartIndex()) < 0;
  }

  private void startOfArguments(Token token) {
    keyword = token.getType();
    flagsEnded = false;
    jsonForm = false;
    if (lineStart < 0) {
      lineStart = token.getStartIndex();
    }
  }

  private void leaveBlanksAndFlags() {
    int at = _input.index();
    if (at == text.length() || previous == FLAG_NAME) {
      return;
    }
    char c = text.charAt(at);
    if (Blanks.is(c) || JoinedText.continues(text, at, escape())) {
      return;
    }
    if (_mode == ARGUMENTS && c == '-' && !flagsEnded && secondIsDash(at)) {
      return;
    }
    mode(argumentsMode(at));
  }

  private boolean secondIsDash(int at) {
    int second = at + 1;
    int after = second < text.length() ? JoinedText.continuationEnd(text, second, escape()) : -1;
    second = after >= 0 ? after : second;
    return second < text.length() && text.charAt(second) == '-';
  }

  private int argumentsMode(int at) {
    switch (keyword) {
      case FROM, EXPOSE -> {
        return WORDS;
      }
      case ENV, LABEL, ARG -> {
        return PAIRS;
      }
      case ONBUILD -> {
        return TRIGGER;
      }
      case ADD, COPY, VOLUME -> {
        return isJson(at) ? JSON : WORDS;
      }
      case RUN, CMD, ENTRYPOINT, SHELL -> {
        return isJson(at) ? JSON : REST;
      }
      case HEALTHCHECK -> {
        if (_mode == ARGUMENTS) {
          return HEALTH;
        }
        return isJson(at) ? JSON : REST;
      }
      default -> {
        return REST;
      }
    }
  }

  private boolean isJson(int at) {
    if (text.charAt(at) == '[') {
      int end = JoinedText.lineEnd(text, at, escape());
      String arguments = JoinedText.of(text, at, end, escape()).trimmed().text();
      jsonForm = JsonForm.classify(arguments) == JsonForm.Kind.STRINGS;
    }
    return jsonForm;
  }

  private void endOfFlags(CommonToken token) {
    boolean bare =
        JoinedText.of(text, token.getStartIndex(), token.getStopIndex() + 1, escape())
            .text()
            .equals("--");
    if (bare && _input.LA(1) != '=') {
      token.setType(END_OF_FLAGS);
      flagsEnded = true;
    }
  }

  /** A keyword that a continuation splits, or that is followed by a wide space, is one too. */
  private int keywordOf(Token token) {
    Word name =
        JoinedText.of(text, token.getStartIndex(), token.getStopIndex() + 1, escape()).trimmed();
    return Keywords.type(name.text());
  }

  // ---- directives ----

  private void directive(CommonToken token) {
    int start = token.getStartIndex();
    while (text.charAt(start) != '#') {
      start++;
    }
    int end = token.getStopIndex() + 1;
    while (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    Optional<DirectiveLine> line =
        head ? DirectiveLine.read(text.substring(start, end), "#", start) : Optional.empty();
    if (line.isEmpty()) {
      token.setType(COMMENT);
      return;
    }
    DirectiveLine directive = line.get();
    if (!seen.add(directive.name())) {
      repeated.add(directive);
      return;
    }
    directives.add(directive);
    // The reference parser looks for escape in the very first lines only.
    if (directive.name().equals("escape") && !shebang && directive.value().length() == 1) {
      char c = directive.value().charAt(0);
      if (c == '`' || c == '\\') {
        input.setEscape(c);
      }
    }
  }

  // ---- here-documents ----

  private void endOfLine(int end) {
    boolean takesHeredocs = keyword == RUN || keyword == ADD || keyword == COPY;
    if (lineStart >= 0 && takesHeredocs && !jsonForm && text.indexOf('<', lineStart, end) >= 0) {
      markedLine = lineStart;
      markers = HeredocMarker.inLine(JoinedText.of(text, lineStart, end, escape()).text());
      markers.forEach(reading -> reading.marker().ifPresent(due::add));
    }
    lineStart = -1;
    keyword = 0;
  }

  /** The body of the here-document that is due, or where that is passed, the line that ends it. */
  private Token heredoc() {
    int start = input.index();
    int at = start;
    while (at < text.length()) {
      int end = text.indexOf('\n', at) + 1;
      end = end == 0 ? text.length() : end;
      if (due.peek().closes(text, at, end)) {
        break;
      }
      at = end;
    }
    if (start == text.length()) {
      return super.nextToken();
    }
    boolean closes = at == start;
    if (closes) {
      due.remove();
      at = text.indexOf('\n', at) + 1;
      at = at == 0 ? text.length() : at;
    }
    return cut(closes ? HEREDOC_END : HEREDOC_BODY, start, at);
  }

  /** A token that is not the grammar's. */
  private Token cut(int type, int start, int end) {
    input.seek(end);
    return _factory.create(
        _tokenFactorySourcePair, type, null, DEFAULT_TOKEN_CHANNEL, start, end - 1, 0, 0);
  }
}
