package io.jbuild.grammar;

/** How much a {@link Diagnostic} matters. */
public enum Severity {
  /** The file cannot be built, or a rule says that it must not. */
  ERROR,
  /** It can be built, and is probably not what its author means. */
  WARNING,
  /** Worth knowing. */
  INFO,
  /** A matter of taste. */
  STYLE
}
