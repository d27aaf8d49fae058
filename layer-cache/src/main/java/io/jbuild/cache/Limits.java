package io.jbuild.cache;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a collector goes, in BuildKit's words. Without any it takes all that can be dropped.
 *
 * @param maxUsed the store, images included, is to take no more bytes than that
 * @param minFree the file system is to have that many bytes free
 * @param reserved however full the disk is, so many bytes of what could be dropped stay; alone: all
 *     but so many go
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
    boolean reservedOnly = maxUsed.isEmpty() && minFree.isEmpty();
    boolean enoughFree = minFree.isEmpty() ? !reservedOnly : free >= minFree.getAsLong();
    return used <= maxUsed.orElse(used) && (enoughFree || reclaimable <= reserved);
  }
}
