package io.jbuild.grammar.editor;

import io.jbuild.grammar.DockerfileParser;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import java.util.List;
import java.util.Optional;

/**
 * A Dockerfile while it is typed: every instruction as it stands, whole or not. Reading never
 * throws and takes time in proportion to the text.
 *
 * <p>A lone carriage return ends a line here, as it does for editors; offsets are those of the text
 * as it was given.
 */
public final class Draft {
  private final Parsed parsed;
  private final List<DirectivePlace> directives;
  private final List<Clause> clauses;
  private final List<Range> commentLines;
  private VariableUses uses;
  private VariableValues values;

  Draft(
      Parsed parsed,
      List<DirectivePlace> directives,
      List<Clause> clauses,
      List<Range> commentLines) {
    this.parsed = parsed;
    this.directives = List.copyOf(directives);
    this.clauses = List.copyOf(clauses);
    this.commentLines = List.copyOf(commentLines);
  }

  /** Reads a text. */
  public static Draft of(Source source) {
    String lines = withoutLoneReturns(source.text());
    return new DraftReader(DockerfileParser.parse(new Source(source.name(), lines))).read();
  }

  /** Reads a text that is parsed already. */
  public static Draft of(Parsed parsed) {
    Source source = parsed.dockerfile().source();
    boolean same = withoutLoneReturns(source.text()).equals(source.text());
    return same ? new DraftReader(parsed).read() : of(source);
  }

  private static String withoutLoneReturns(String text) {
    if (text.indexOf('\r') < 0) {
      return text;
    }
    var lines = new StringBuilder(text);
    for (int i = text.indexOf('\r'); i >= 0; i = text.indexOf('\r', i + 1)) {
      if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
        lines.setCharAt(i, '\n');
      }
    }
    return lines.toString();
  }

  /** The text as it was read: as long as it was given. */
  public String text() {
    return parsed.dockerfile().source().text();
  }

  /** The tree of the text. */
  public Parsed parsed() {
    return parsed;
  }

  /** The escape character in force. */
  public char escape() {
    return parsed.dockerfile().directives().escape();
  }

  /** The directives in the head. */
  public List<DirectivePlace> directives() {
    return directives;
  }

  /** The instructions in order. */
  public List<Clause> clauses() {
    return clauses;
  }

  /**
   * The comments between instructions, each from its {@code #}; those inside are not among them.
   */
  public List<Range> commentLines() {
    return commentLines;
  }

  /** The instruction whose logical line a caret is in. */
  public Optional<Clause> clauseAt(int offset) {
    int low = 0;
    int high = clauses.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (clauses.get(middle).range().start() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0
        ? Optional.empty()
        : Optional.of(clauses.get(low - 1)).filter(clause -> offset <= clause.range().end());
  }

  /** Where variables are declared and read; found when that is first asked for. */
  synchronized VariableUses uses() {
    if (uses == null) {
      uses = new VariableUses(this);
    }
    return uses;
  }

  /** What variables are. */
  synchronized VariableValues values() {
    if (values == null) {
      values = new VariableValues(this, uses());
    }
    return values;
  }

  /** Whether a caret is in a comment. */
  public boolean isInComment(int offset) {
    return parsed.dockerfile().comments().stream()
        .anyMatch(c -> c.range().start() < offset && offset <= c.range().end());
  }
}
