package io.jbuild.core.plan;

import io.jbuild.grammar.ModeChange;
import java.util.List;
import java.util.Optional;

/**
 * How a COPY or ADD takes its sources and leaves them behind.
 *
 * @param link whether the layer stands on nothing: it is the same on every base
 * @param parents whether the folders that lead to a source are kept
 * @param excludes patterns of what is left out below a source, as they were written
 * @param unpackLocal whether tars are unpacked that are local files
 * @param unpackRemote whether tars are unpacked that come from a URL
 * @param owner {@code --chown} as expanded, names unresolved
 */
public record CopyFlags(
    boolean link,
    boolean parents,
    List<String> excludes,
    boolean unpackLocal,
    boolean unpackRemote,
    Optional<String> owner,
    Optional<ModeChange> mode) {
  /** COPY without any flag. */
  public static final CopyFlags NONE =
      new CopyFlags(false, false, List.of(), false, false, Optional.empty(), Optional.empty());

  public CopyFlags {
    excludes = List.copyOf(excludes);
  }
}
