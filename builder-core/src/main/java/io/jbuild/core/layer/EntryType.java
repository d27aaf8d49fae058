package io.jbuild.core.layer;

/** What an {@link Entry} is. */
public enum EntryType {
  FILE,
  DIRECTORY,
  SYMLINK,
  /** Another name of the file at {@link Entry#linkTarget()}, which stands in the same layer. */
  HARDLINK,
  CHARACTER_DEVICE,
  BLOCK_DEVICE,
  FIFO,
  /** The path of lower layers is gone ({@code .wh.<name>} in a tar). */
  WHITEOUT,
  /**
   * Nothing of lower layers shows in this directory ({@code .wh..wh..opq} in a tar); the path is
   * the directory's.
   */
  OPAQUE
}
