package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** duplicate-key: of equal names in one instruction the last one counts. */
final class KeyAdvice {
  private final AdviceFindings findings;

  KeyAdvice(AdviceFindings findings) {
    this.findings = findings;
  }

  void run(Dockerfile file) {
    for (Instruction instruction : file.instructions()) {
      if (instruction instanceof Env env) {
        pairs(env.variables(), file);
      } else if (instruction instanceof Label label) {
        pairs(label.labels(), file);
      }
    }
  }

  private void pairs(List<KeyValue> pairs, Dockerfile file) {
    Map<String, KeyValue> last = new HashMap<>();
    for (KeyValue pair : pairs) {
      KeyValue before = last.put(pair.key().text(), pair);
      if (before != null) {
        findings.add(
            AdviceRule.DUPLICATE_KEY,
            before.key().range().to(before.value().range()),
            "this value of `" + pair.key().text() + "` has no effect",
            "the one in line "
                + file.source().line(pair.key().range().start())
                + " takes its place: remove one of them");
      }
    }
  }
}
