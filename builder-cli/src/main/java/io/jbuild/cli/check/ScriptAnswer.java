package io.jbuild.cli.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.shellcheck.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns what ShellCheck says of a script into diagnostics of its Dockerfile. */
record ScriptAnswer(Source source, Script script, List<Diagnostic> found) {
  /** Repeated blanks: where lines are joined, the indentation of the next one is some. */
  private static final int REPEATED_BLANKS = 2291;

  /** Adds a comment; what is about the head of the program is not the user's. */
  void add(ShellCheckComment comment) {
    ShellCheckComment.Place place = comment.place();
    Optional<Range> range = range(place);
    boolean joined =
        comment.code() == REPEATED_BLANKS
            && script.isJoined(place.line(), place.column(), place.endColumn());
    if (range.isEmpty() || joined) {
      return;
    }
    var diagnostic =
        new Diagnostic(
            Severity.valueOf(comment.level().toUpperCase(Locale.ROOT)),
            "SC" + comment.code(),
            source,
            range.get(),
            comment.message().replace('\n', ' '),
            Optional.empty());
    found.add(fix(comment).map(diagnostic::withFix).orElse(diagnostic));
  }

  private Optional<Range> range(ShellCheckComment.Place place) {
    return script.range(place.line(), place.column(), place.endLine(), place.endColumn());
  }

  /** Never applied unasked: quotes, for one, change what a script does. */
  private Optional<Fix> fix(ShellCheckComment comment) {
    List<TextEdit> edits = new ArrayList<>();
    for (ShellCheckComment.Replacement replacement : comment.fix()) {
      Optional<Range> range = range(replacement.place());
      if (range.isEmpty() || replacement.text().indexOf('\n') >= 0) {
        return Optional.empty();
      }
      edits.add(new TextEdit(range.get(), replacement.text()));
    }
    edits.sort(java.util.Comparator.comparingInt(edit -> edit.range().start()));
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(new Fix("change it as ShellCheck suggests", edits, false));
  }
}
