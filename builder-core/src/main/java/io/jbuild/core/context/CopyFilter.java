package io.jbuild.core.context;

/**
 * What a COPY or ADD takes of its sources.
 *
 * @param unpack whether tars are unpacked
 * @param parents whether the folders that lead to a source are kept ({@code --parents}): those
 *     behind a {@code /./} where it has one. Patterns of such sources are those of an ignore file
 * @param excludes what is left out below a source that is a directory, relative to it ({@code
 *     --exclude}); a source that is a file is never left out, as with BuildKit
 */
public record CopyFilter(boolean unpack, boolean parents, IgnoreRules excludes) {
  /** Everything, as it is. */
  public static final CopyFilter NONE = new CopyFilter(false, false, IgnoreRules.NONE);

  /** Everything, tars unpacked. */
  public static final CopyFilter UNPACK = new CopyFilter(true, false, IgnoreRules.NONE);
}
