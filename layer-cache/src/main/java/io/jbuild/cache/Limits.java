package io.jbuild.cache;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a collector goes, in BuildKit's words. Without any it takes all that can be dropped.
 *
 * @param maxUsed the store is to take no more bytes than that
 * @param minFree the file system is to have that many bytes free
 * @param reserved as long as what can be dropped takes no more bytes than that, it stays, however
 *     much images take and however full the disk is
 * @param keep what was used within that time stays
 */
public record Limits(OptionalLong maxUsed, OptionalLong minFree, long reserved, Duration keep) {
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), 0, Duration.ZERO);

  /** Whether it ends somewhere before everything is gone. */
  public boolean any() {
    return maxUsed.isPresent() || minFree.isPresent() || reserved > 0;
  }

  /** Whether enough is gone. */
  boolean met(long used, long reclaimable, long free) {
    if (!any()) {
      return false;
    }
    boolean bounded = maxUsed.isPresent() || minFree.isPresent();
    return reclaimable <= reserved
        || (bounded && used <= maxUsed.orElse(used) && free >= minFree.orElse(free));
  }
}
