package io.jbuild.core.context;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a COPY or ADD leaves files behind.
 *
 * @param owner {@code --chown}, for all that is created; else files keep the owner that the source
 *     tree gives them and created parents belong to 0:0
 * @param mode {@code --chmod}, 0 to 07777, for all but symlinks and what comes out of an archive;
 *     folders that are created on the way take its permission bits, too
 * @param created the time of folders and files that have none of their own
 */
public record CopyOptions(Optional<Owner> owner, OptionalInt mode, Instant created) {
  /** Numbers, names being resolved. */
  public record Owner(int uid, int gid) {}

  public CopyOptions {
    if (mode.isPresent() && (mode.getAsInt() & ~07777) != 0) {
      throw new IllegalArgumentException("mode out of range: " + mode.getAsInt());
    }
  }
}
