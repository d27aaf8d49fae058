package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.Diagnostic;
import io.jbuild.grammar.Parsed;

/** ONBUILD with what cannot be a trigger: no such instruction is in the tree, the parser tells. */
final class BadTriggers {
  private BadTriggers() {}

  static void report(Parsed parsed, Findings findings) {
    for (Diagnostic diagnostic : parsed.diagnostics()) {
      if (diagnostic.code().equals("bad-onbuild")) {
        findings.add(
            HadolintRule.BAD_TRIGGER,
            diagnostic.range(),
            diagnostic.message(),
            "put it into the Dockerfile that stands on this image");
      }
    }
  }
}
