package io.jbuild.grammar.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafeFixesTest {
  private static Finding finding(Source source, Fix fix) {
    return Finding.of(
        new Diagnostic(
            Severity.WARNING,
            "test-rule",
            source,
            new Range(0, 0),
            "mend it",
            Optional.empty(),
            Optional.of(fix)));
  }

  /** Wants every {@code a} to be a {@code b}, and asks twice for each. */
  private static List<Finding> letters(Source source, boolean safe) {
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < source.text().length(); i++) {
      if (source.text().charAt(i) == 'a') {
        var range = new Range(i, i + 1);
        found.add(finding(source, new Fix("b", edits(range, "b"), safe)));
        found.add(finding(source, new Fix("c", edits(range, "c"), safe)));
      }
    }
    return found;
  }

  private static List<io.jbuild.grammar.TextEdit> edits(Range range, String text) {
    return List.of(new io.jbuild.grammar.TextEdit(range, text));
  }

  @Test
  void ofFixesThatClashTheFirstOneWins() {
    Source fixed = SafeFixes.applied(new Source("f", "xaay"), s -> letters(s, true));
    assertEquals(new Source("f", "xbby"), fixed);
  }

  @Test
  void whatChangesTheBuildIsLeftToItsReader() {
    var source = new Source("f", "xaay");
    assertEquals(source, SafeFixes.applied(source, s -> letters(s, false)));
  }

  @Test
  void fixesAreAppliedUntilNothingIsLeft() {
    Source fixed =
        SafeFixes.applied(
            new Source("f", "321"),
            s ->
                s.text().isEmpty()
                    ? List.of()
                    : List.of(finding(s, Fix.safe("drop", new Range(0, 1), ""))));
    assertEquals("", fixed.text());
  }

  @Test
  void fixesThatUndoEachOtherEnd() {
    Source fixed =
        SafeFixes.applied(
            new Source("f", "a"),
            s ->
                List.of(
                    finding(
                        s, Fix.safe("turn", new Range(0, 1), s.text().equals("a") ? "b" : "a"))));
    assertEquals(1, fixed.text().length());
  }
}
