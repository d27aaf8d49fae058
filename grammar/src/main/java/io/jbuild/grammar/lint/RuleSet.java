package io.jbuild.grammar.lint;

import java.util.Locale;

/** Where a rule comes from: what users write in {@code --rules}, and {@code source} in reports. */
public enum RuleSet {
  /** BuildKit's build checks: {@link Rule}. */
  BUILDKIT,
  /** The rules of hadolint that look at Dockerfiles, DL1001 and up. */
  HADOLINT,
  /** What the program shellcheck says of scripts, SC1000 and up. */
  SHELLCHECK,
  /** jbuild's own: errors of the language, and what only a builder can know. */
  JBUILD;

  /** The name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
