package io.jbuild.core.context;

import io.jbuild.grammar.ModeChange;
import java.time.Instant;
import java.util.Optional;

/**
 * How a COPY or ADD leaves files behind.
 *
 * @param owner {@code --chown}, for all that is created; else files keep the owner that the source
 *     tree gives them and created parents belong to 0:0
 * @param mode {@code --chmod}, for all but symlinks and what comes out of an archive; folders that
 *     are created on the way take the permission bits of an absolute one, too
 * @param created the time of folders and files that have none of their own
 */
public record CopyOptions(Optional<Owner> owner, Optional<ModeChange> mode, Instant created) {
  /** Numbers, names being resolved. */
  public record Owner(int uid, int gid) {}
}
