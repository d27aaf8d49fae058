package io.jbuild.grammar.check;

/** What an editor may do with the characters that a finding is about. */
public enum RuleTag {
  /** They are of a form that is to go: shown struck out. */
  DEPRECATED,
  /** They have no effect: shown faded. */
  UNNECESSARY
}
