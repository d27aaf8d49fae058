package io.jbuild.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects diagnostics, of each code no more than {@link #MOST}: where a file has that many,
 * another one tells nobody anything and takes memory. The last of a code says that there are more,
 * and reaches to the end of the text.
 */
public final class DiagnosticList {
  /** How many of one code are told. */
  public static final int MOST = 100_000;

  private final List<Diagnostic> all = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Whether another one of a code is told. */
  public boolean takes(String code) {
    return counts.getOrDefault(code, 0) < MOST;
  }

  /** Adds a diagnostic, unless there are too many of its code. */
  public void add(Diagnostic diagnostic) {
    int count = counts.merge(diagnostic.code(), 1, (before, one) -> Math.min(MOST + 1, before + 1));
    if (count < MOST) {
      all.add(diagnostic);
    } else if (count == MOST) {
      all.add(last(diagnostic));
    }
  }

  private static Diagnostic last(Diagnostic first) {
    Range range = first.range();
    int end = Math.max(range.end(), first.source().text().length());
    return new Diagnostic(
        first.severity(),
        first.code(),
        first.source(),
        new Range(range.start(), end),
        first.focus(),
        "there is so much of this that what follows is not told: " + first.message(),
        first.hint(),
        Optional.empty());
  }

  /** Those that are told, in the order they came in; the list may be sorted. */
  public List<Diagnostic> all() {
    return all;
  }
}
