package io.jbuild.core.context;

import io.jbuild.cache.Digest;
import java.util.List;

/**
 * What a build needs of a {@link CopySelection} where the layer is known.
 *
 * @param digest as {@link CopySelection#digest}
 * @param unmatched as {@link CopySelection#unmatched}
 * @param unexcluded as {@link CopySelection#unexcluded}
 * @param unpacks as {@link CopySelection#unpacks}
 */
public record SelectionSummary(
    Digest digest, List<String> unmatched, List<String> unexcluded, boolean unpacks) {
  public SelectionSummary {
    unmatched = List.copyOf(unmatched);
    unexcluded = List.copyOf(unexcluded);
  }
}
