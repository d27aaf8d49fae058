package io.jbuild.core.build;

import io.jbuild.core.shared.CacheOption;
import java.util.List;

/**
 * The caches beyond the store that a build looks into and writes.
 *
 * @param from in the order in which they are asked
 * @param to all are written
 */
public record Sharing(List<CacheOption> from, List<CacheOption> to) {
  public static final Sharing NONE = new Sharing(List.of(), List.of());

  public Sharing {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  boolean any() {
    return !from.isEmpty() || !to.isEmpty();
  }
}
