package io.jbuild.grammar.shell;

import io.jbuild.grammar.Range;

/**
 * A part of a {@link ShellWord}.
 *
 * @param kind what it is
 * @param raw the part as written, quotes included
 * @param value of a literal the characters it stands for; of a variable its name; else {@code raw}
 * @param quoted whether it stands in quotes or, if a literal, behind a backslash
 * @param range where it stands
 */
public record WordPart(Kind kind, String raw, String value, boolean quoted, Range range) {
  /** What a part of a word is. */
  public enum Kind {
    /** Characters that stand for themselves. */
    LITERAL,
    /** {@code $name} or {@code ${name…}}. */
    VARIABLE,
    /** {@code $(…)}, {@code `…`}, {@code <(…)} or {@code >(…)}; its commands are the script's. */
    SUBSTITUTION,
    /** {@code $((…))}. */
    ARITHMETIC
  }

  /** Whether it is known without running anything. */
  public boolean isLiteral() {
    return kind == Kind.LITERAL;
  }
}
