package io.jbuild.grammar;

/** How much a {@link Diagnostic} matters. */
public enum Severity {
  /** The file cannot be built. */
  ERROR,
  /** It can be built, and is probably not what its author means. */
  WARNING,
  /** Worth knowing. */
  INFO
}
