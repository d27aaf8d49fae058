package io.jbuild.grammar.expand;

/**
 * How much the expansions of one file may cost in all, beyond what it takes to read the file: a
 * line that doubles a variable, written thirty times, would fill any memory.
 */
public final class ExpansionBudget {
  /** Characters that values may have beyond those that are written, and steps of patterns. */
  public static final long LIMIT = 64L << 20;

  private long left = LIMIT;

  /** Takes an expansion's cost away; false if it is more than is left. */
  public boolean covers(Expansion expansion) {
    left -= expansion.cost();
    return left >= 0;
  }
}
