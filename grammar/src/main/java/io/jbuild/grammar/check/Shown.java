package io.jbuild.grammar.check;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A finding as readers see it: what twins of several sets say of one line is said once. jbuild's
 * own words come first, which tell most, then BuildKit's.
 *
 * @param finding the one that is shown
 * @param twins the rules that found the same
 */
public record Shown(Finding finding, List<RuleInfo> twins) {
  public Shown {
    twins = List.copyOf(twins);
  }

  /** All codes, for example {@code MaintainerDeprecated, DL4000}. */
  public String codes() {
    var codes = new StringBuilder(finding.rule().id());
    twins.forEach(twin -> codes.append(", ").append(twin.id()));
    return codes.toString();
  }

  /** What is said, with all codes. */
  public Diagnostic diagnostic() {
    return finding.diagnostic().withCode(codes());
  }

  /** Merges the findings of one file, which keep their order. */
  public static List<Shown> of(List<Finding> findings) {
    List<Shown> shown = new ArrayList<>();
    Map<Integer, List<Integer>> byLine = new HashMap<>();
    for (Finding finding : findings) {
      List<Integer> sameLine = byLine.computeIfAbsent(finding.line(), key -> new ArrayList<>());
      int twin = -1;
      for (int index : sameLine) {
        if (shown.get(index).takes(finding)) {
          twin = index;
          break;
        }
      }
      if (twin >= 0) {
        shown.set(twin, shown.get(twin).with(finding));
      } else {
        sameLine.add(shown.size());
        shown.add(new Shown(finding, List.of()));
      }
    }
    return shown;
  }

  /** Whether it is a twin's finding; a second one of the same rule is another. */
  private boolean takes(Finding other) {
    return finding.rule().isTwin(other.rule())
        && twins.stream().noneMatch(twin -> twin.id().equals(other.rule().id()));
  }

  /** What counts is what the gravest of them is. */
  private Shown with(Finding other) {
    boolean first = rank(other) < rank(finding);
    Finding kept = first ? other : finding;
    Finding merged = first ? finding : other;
    List<RuleInfo> all = new ArrayList<>(twins);
    all.add(merged.rule());
    Severity gravest =
        merged.diagnostic().severity().compareTo(kept.diagnostic().severity()) < 0
            ? merged.diagnostic().severity()
            : kept.diagnostic().severity();
    return new Shown(new Finding(kept.diagnostic().withSeverity(gravest), kept.rule()), all);
  }

  private static int rank(Finding finding) {
    RuleSet set = finding.rule().set();
    return set == RuleSet.JBUILD ? -1 : set.ordinal();
  }
}
