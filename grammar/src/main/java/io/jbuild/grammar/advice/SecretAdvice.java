package io.jbuild.grammar.advice;

import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.Range;

/** secret-value: texts of a shape that only secrets have, wherever they stand. */
final class SecretAdvice {
  private final Dockerfile file;
  private final AdviceFindings findings;

  SecretAdvice(Dockerfile file, AdviceFindings findings) {
    this.file = file;
    this.findings = findings;
  }

  void run() {
    for (Instruction instruction : file.everyInstruction()) {
      Range range = instruction.range();
      for (SecretShape.Found found : SecretShape.find(file.source().text(range))) {
        Range exact = new Range(range.start() + found.start(), range.start() + found.end());
        findings.add(
            AdviceRule.SECRET_VALUE,
            exact,
            "this looks like " + found.shape().what() + ", and whoever has the image can read it",
            instruction.keyword().equals("RUN")
                ? "hand it over with `RUN --mount=type=secret,id=…`, and make it worthless now"
                : "give it to the container when it starts, and make it worthless now");
      }
    }
  }
}
