package io.jbuild.grammar.advice;

import io.jbuild.grammar.Severity;
import io.jbuild.grammar.lint.CheckRule;
import io.jbuild.grammar.lint.RuleSet;

/** jbuild's own rules: what a builder knows, and the checkers of others do not look at. */
public enum AdviceRule implements CheckRule {
  COPY_IGNORED_SOURCE(
      "copy-ignored-source",
      Severity.WARNING,
      "a source of COPY or ADD is left out of the context by a rule that is named"),
  MISSING_SOURCE(
      "missing-source",
      Severity.ERROR,
      "a source of COPY or ADD does not exist in the build context"),
  UNUSED_STAGE(
      "unused-stage", Severity.INFO, "a stage is needed by no other, and seems not to be a target"),
  SECRET_VALUE(
      "secret-value", Severity.WARNING, "a text looks like a secret, and the image keeps it"),
  CACHE_BUSTING_COPY(
      "cache-busting-copy",
      Severity.INFO,
      "dependencies are installed anew for every change of any file"),
  CACHE_BUSTING_VARIABLE(
      "cache-busting-variable",
      Severity.INFO,
      "a variable that changes with every build stands before an installation"),
  UNSEEN_ARG(
      "unseen-arg",
      Severity.WARNING,
      "a stage uses an ARG that stands before the first FROM and that it does not declare"),
  UNUSED_ARG("unused-arg", Severity.INFO, "an ARG is declared and used by nothing"),
  DUPLICATE_KEY(
      "duplicate-key", Severity.WARNING, "one ENV or LABEL sets the same name more than once"),
  COMMAND_TOO_LONG(
      "command-too-long",
      Severity.WARNING,
      "a command is longer than what Linux hands to a program in one argument"),
  MOVING_TAG(
      "moving-tag", Severity.WARNING, "an image turns out to be `latest` where it does not say so"),
  APT_LISTS_IN_LAYER(
      "apt-lists-in-layer",
      Severity.INFO,
      "the lists of apt are deleted in a later layer than the one that holds them");

  private final String id;
  private final Severity severity;
  private final String summary;

  AdviceRule(String id, Severity severity, String summary) {
    this.id = id;
    this.severity = severity;
    this.summary = summary;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public RuleSet set() {
    return RuleSet.JBUILD;
  }

  /** How much its findings matter. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong where it finds something: one line, lower case. */
  public String summary() {
    return summary;
  }
}
