package io.jbuild.core.plan;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;

/**
 * A word that a step came from, so that a failure of the step can point at the very word; for
 * people, not for caching.
 *
 * @param text the word with its variables expanded
 */
public record StepPlace(Role role, String text, Source source, Range range) {
  /** What the word is to the step. */
  public enum Role {
    /** A source of COPY or ADD. */
    SOURCE,
    /** The destination of COPY or ADD. */
    DESTINATION,
    /** The value of {@code --from}. */
    FROM,
    /** The value of {@code --chown}. */
    OWNER,
    /** A {@code --mount} of RUN; the text is its source, or the id of a secret or agent. */
    MOUNT,
    /** The USER that is in force; its instruction is an earlier one. */
    USER
  }
}
