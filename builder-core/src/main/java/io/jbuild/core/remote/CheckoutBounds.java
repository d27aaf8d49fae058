package io.jbuild.core.remote;

/**
 * What the files of one address may come to, submodules included.
 *
 * @param files how many, folders counted too
 * @param bytes of the files
 */
record CheckoutBounds(long files, long bytes) {
  /** As for an archive. */
  static final CheckoutBounds DEFAULT = new CheckoutBounds(4_000_000, 64L << 30);

  /** What is left of it; below zero when it is used up. */
  CheckoutBounds without(long usedFiles, long usedBytes) {
    return new CheckoutBounds(files - usedFiles, bytes - usedBytes);
  }
}
