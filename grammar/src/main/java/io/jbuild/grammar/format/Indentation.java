package io.jbuild.grammar.format;

import io.jbuild.grammar.DockerfileTokens;
import io.jbuild.grammar.LexemeReader;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.TextEdit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The indents of lines and nothing else, as editors set them while one types: one indent for
 * continued lines, none for others, bodies of here-documents left alone.
 *
 * <p>It does not ask what a blank means: a word that a continuation splits becomes two, for in a
 * text that is being typed that is what is meant. {@link Formatter} leaves such a word whole.
 */
public final class Indentation {
  private final String text;
  private final char escape;
  private final String indent;
  private final boolean keepContinued;

  /** Where each line starts; a lone carriage return ends a line, as it does for editors. */
  private final List<Integer> starts = new ArrayList<>();

  /** The lines of here-documents, those that end them included. */
  private final List<Range> bodies = new ArrayList<>();

  /**
   * Reads a text.
   *
   * @param parsed the text
   * @param indent what a continued line begins with
   * @param keepContinued whether continued lines are left as they are
   */
  public Indentation(Parsed parsed, String indent, boolean keepContinued) {
    this.text = parsed.dockerfile().source().text();
    this.escape = parsed.dockerfile().directives().escape();
    this.indent = indent;
    this.keepContinued = keepContinued;
    starts.add(0);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        starts.add(i + 1);
      }
    }
    var lexemes = new LexemeReader(parsed.dockerfile().source());
    while (lexemes.next()) {
      switch (lexemes.type()) {
        case DockerfileTokens.HEREDOC_BODY, DockerfileTokens.HEREDOC_END ->
            bodies.add(new Range(lexemes.start(), lexemes.end()));
        default -> {}
      }
    }
  }

  /** The edits for the whole text. */
  public List<TextEdit> document() {
    return lines(0, starts.size() - 1);
  }

  /**
   * The edits for some lines.
   *
   * @param first the first line, counted from 0
   * @param last the last line, counted from 0
   */
  public List<TextEdit> lines(int first, int last) {
    List<TextEdit> edits = new ArrayList<>();
    boolean continued = false;
    int body = 0;
    for (int line = 0; line <= Math.min(last, starts.size() - 1); line++) {
      while (body < bodies.size() && bodies.get(body).end() <= starts.get(line)) {
        body++;
      }
      if (body < bodies.size() && bodies.get(body).start() <= starts.get(line)) {
        continue;
      }
      if (line >= first && !(continued && keepContinued)) {
        set(line, continued ? indent : "", edits);
      }
      continued = continues(line, continued);
    }
    return edits;
  }

  /**
   * The edits after a character was typed: the line below follows if the character continues its
   * line.
   *
   * @param at where the character goes, in the text without it
   */
  public List<TextEdit> typed(int at, char character) {
    int line = line(at);
    int start = starts.get(line);
    boolean inBody = bodies.stream().anyMatch(b -> b.start() <= start && start < b.end());
    boolean comment = contentStart(line) < at && text.charAt(contentStart(line)) == '#';
    List<TextEdit> edits = new ArrayList<>();
    boolean continues =
        character == escape
            && !comment
            && !inBody
            && isBlank(at, end(line))
            && line + 1 < starts.size();
    if (continues && !keepContinued) {
      set(line + 1, indent, edits);
    }
    return edits;
  }

  private int line(int offset) {
    int line = Collections.binarySearch(starts, offset);
    return line >= 0 ? line : -line - 2;
  }

  private void set(int line, String wanted, List<TextEdit> edits) {
    int start = starts.get(line);
    int content = contentStart(line);
    String right = content == end(line) ? "" : wanted;
    if (!text.substring(start, content).equals(right)) {
      edits.add(new TextEdit(new Range(start, content), right));
    }
  }

  /** Blank lines and comments after a continuation do not end it. */
  private boolean continues(int line, boolean continued) {
    int content = contentStart(line);
    int end = end(line);
    if (content == end || text.charAt(content) == '#') {
      return continued;
    }
    while (end > content && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
    return text.charAt(end - 1) == escape;
  }

  private boolean isBlank(int from, int to) {
    return text.substring(from, to).isBlank();
  }

  /** The end of a line without its ending. */
  private int end(int line) {
    int end = line + 1 < starts.size() ? starts.get(line + 1) : text.length();
    while (end > starts.get(line)
        && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  private int contentStart(int line) {
    int at = starts.get(line);
    int end = end(line);
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
