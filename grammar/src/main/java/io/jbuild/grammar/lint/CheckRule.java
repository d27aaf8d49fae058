package io.jbuild.grammar.lint;

/** A rule by which Dockerfiles are checked, whichever set it belongs to. */
public interface CheckRule {
  /** The code of its diagnostics, stable. */
  String id();

  /** The set it belongs to. */
  RuleSet set();
}
