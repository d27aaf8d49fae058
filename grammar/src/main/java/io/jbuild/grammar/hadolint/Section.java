package io.jbuild.grammar.hadolint;

import io.jbuild.grammar.From;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A stage, or what stands before the first FROM.
 *
 * @param index counted from 0 for stages, -1 for what stands before them
 * @param from what begins it
 * @param base the stage before it that it stands on
 */
record Section(int index, Optional<From> from, Optional<Section> base) {
  /** This one and those it stands on, directly or not. */
  Set<Section> lineage() {
    Set<Section> lineage = new HashSet<>();
    for (Section at = this; at != null; at = at.base.orElse(null)) {
      lineage.add(at);
    }
    return lineage;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Section that && index == that.index;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
