package io.jbuild.core.plan;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;

/**
 * What the Dockerfile language has and jbuild does not do yet: refused by name, here and nowhere
 * else.
 */
final class Unsupported {
  /** The code of every refusal of this class. */
  static final String CODE = "not-supported";

  private final Source source;
  private final Findings findings;

  Unsupported(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  void sourceDateEpochFrom(Range range, String what) {
    refuse(
        range,
        "SOURCE_DATE_EPOCH taken from " + what,
        "give the time as seconds since 1970, for example `--build-arg"
            + " SOURCE_DATE_EPOCH=1767225600`");
  }

  private void refuse(Range range, String what, String instead) {
    findings.error(CODE, source, range, what + " is not supported yet", instead);
  }
}
