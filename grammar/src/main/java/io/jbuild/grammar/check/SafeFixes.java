package io.jbuild.grammar.check;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.TextEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Applies the fixes that leave what is built as it is. */
public final class SafeFixes {
  /** Two rules that undo each other's fixes must not keep us for ever. */
  private static final int ROUNDS = 20;

  private SafeFixes() {}

  /**
   * A file with its safe fixes applied, checked again until nothing is left to do: where fixes
   * clash the first one wins and the other is found again.
   *
   * @param check gives the findings of a text in its order
   */
  public static Source applied(Source source, Function<Source, List<Finding>> check) {
    Source current = source;
    for (int round = 0; round < ROUNDS; round++) {
      List<Fix> fixes = new ArrayList<>();
      for (Finding finding : check.apply(current)) {
        finding.diagnostic().fix().filter(Fix::safe).ifPresent(fixes::add);
      }
      String text = TextEdits.apply(current.text(), TextEdits.of(TextEdits.compatible(fixes)));
      if (text.equals(current.text())) {
        return current;
      }
      current = new Source(source.name(), text);
    }
    return current;
  }
}
