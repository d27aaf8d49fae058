package io.jbuild.core.layer;

/** What owners an unpacked tree can have. */
public enum Ownership {
  /** Owners are set; this process may give files to every id of its map. */
  MAPPED,
  /**
   * Only one id is mapped: owners are left alone, and setuid and setgid bits of files whose owner
   * or group is not 0 are dropped, since they would lend another identity than meant.
   */
  SINGLE
}
